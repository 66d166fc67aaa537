"""What the database itself watches over: the feed's triggers and the row policies.

A post's contract borrows from its site and its employer, so the database also bumps
the posts of a site that moved or to which a way is known better, and of an employer
whose standing or contact changed.
"""

from common.migrating import Root
from common.migrating import Scope
from common.migrating import scope_sql
from common.migrating import trigger_sql

ROOTS = (Root("posts", "post"), Root("employers", "employer"))
TABLES = {root.kind: root.table for root in ROOTS}
# Who offers work and where is public; posts are so while they are published.
SCOPES = (
    Scope("employers", area="keeper", employer="id", also="true"),
    Scope("sites", area="keeper", employer="employer_id", also="true"),
    Scope("posts", area="keeper", employer="employer_id", also="state = 'published'"),
)
# Whose village a way begins in may say how long it is, to whichever site.
WAYS = (Scope("site_ways", area="from_area", also="true"),)
LOOKS = (Scope("looks", parent=("posts", "post_id")),)
# They run as the owner: an officer of one area may move posts of another with a site.
FUNCTIONS = (
    """
CREATE FUNCTION bump_posts_of_site() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE posts SET
    area = CASE WHEN stated ? 'area' THEN area ELSE NEW.area END,
    keeper = CASE WHEN stated ? 'area' THEN keeper ELSE NEW.keeper END
  WHERE site_id = NEW.id;
  RETURN NULL;
END $$""",
    """
CREATE FUNCTION bump_posts_of_employer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE posts SET version = version WHERE employer_id = NEW.id;
  RETURN NULL;
END $$""",
)
TRIGGERS = (
    "CREATE TRIGGER bump_posts AFTER UPDATE ON sites FOR EACH ROW"
    " EXECUTE FUNCTION bump_posts_of_site()",
    "CREATE TRIGGER bump_posts AFTER UPDATE ON employers FOR EACH ROW"
    " WHEN ((OLD.standing, OLD.contacts) IS DISTINCT FROM (NEW.standing, NEW.contacts))"
    " EXECUTE FUNCTION bump_posts_of_employer()",
)
WAYS_BUMP = (
    """
CREATE FUNCTION bump_posts_of_way() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE posts SET version = version WHERE id IN (SELECT id FROM posts
    WHERE site_id = coalesce(NEW.site_id, OLD.site_id) ORDER BY id FOR UPDATE);
  RETURN NULL;
END $$""",
    "CREATE TRIGGER bump_posts AFTER INSERT OR UPDATE OR DELETE ON site_ways"
    " FOR EACH ROW EXECUTE FUNCTION bump_posts_of_way()",
)


def declared() -> list[str]:
    """Every trigger and policy that must stand in the database, one statement each."""
    scopes = scope_sql("jobs", (*SCOPES, *LOOKS, *WAYS))
    return [*trigger_sql(ROOTS), *scopes, *TRIGGERS, *WAYS_BUMP[1:]]
