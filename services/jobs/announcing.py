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


# Officers of the person's home, the employer, the person; officers over the post too.
REFERRALS = (
    Scope("referrals", area="home", employer="employer_id", worker="worker_id"),
    Scope("referral_log", parent=("referrals", "referral_id")),
    Scope("placements", area="home", employer="employer_id", worker="worker_id"),
    Scope("checks", parent=("placements", "placement_id")),
)
_AREAS = "(SELECT string_to_array(current_setting('doorstep.areas', true), ','))"


def _setting(name: str) -> str:
    return f"(SELECT nullif(current_setting('doorstep.{name}', true), ''))"


_OFFICER = (
    f"{_setting('role')} = ANY ('{{coordinator,township,county,member}}')"
    f" OR worker_id = {_setting('worker')}::uuid"
)
_OFFICER_OR_PARTY = f"{_OFFICER} OR employer_id = {_setting('employer')}::uuid"
# What a placement must touch, whoever places: its post, and the person's referrals.
_ABOUT = f"worker_id = {_setting('about')}::uuid"
_PLACED = f"id = {_setting('placing')}::uuid"
PLACING = (
    f"CREATE POLICY being_placed ON posts TO jobs_app USING ({_PLACED})",
    f"CREATE POLICY about_person ON referrals TO jobs_app USING ({_ABOUT})",
    *(
        f"CREATE POLICY keeper_reaches ON {table} TO jobs_app"
        f" USING (keeper LIKE ANY ({_AREAS}::text[]))"
        for table in ("referrals", "placements")
    ),
    # An area alone is not enough: devices carry one too, and reach only who is there.
    f"CREATE POLICY by_role ON referrals AS RESTRICTIVE TO jobs_app"
    f" USING ({_OFFICER_OR_PARTY} OR {_ABOUT})",
    "CREATE POLICY by_role ON placements AS RESTRICTIVE TO jobs_app"
    f" USING ({_OFFICER_OR_PARTY})",
)
# A post that is full or over ends what was still open on it. Whoever is on trial
# stays: the employer decides. A row that somebody moves at this moment is skipped,
# because waiting for it could block both; the sweep ends it soon after.
END_REFERRALS = """
CREATE FUNCTION end_referrals_of(post uuid, post_state text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE ended integer;
BEGIN
  WITH open AS (
    SELECT id, state FROM referrals
    WHERE post_id = post AND (state <> 'trial' OR post_state <> 'filled')
      AND state NOT IN ('placed', 'refused', 'ended')
    ORDER BY id FOR UPDATE SKIP LOCKED
  ), moved AS (
    UPDATE referrals AS r SET state = 'ended', cause = 'post_' || post_state,
      since = clock_timestamp(), due_at = NULL
    FROM open WHERE r.id = open.id
  )
  INSERT INTO referral_log (id, referral_id, step, before, after, at, by, party,
    reason, note)
  SELECT gen_random_uuid(), id, 'end', state, 'ended', clock_timestamp(), 'jobs',
    'register', 'post_' || post_state, '' FROM open;
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$"""
# Whoever was put forward to a post may go on reading what it was and how it ended.
POST_HEADS = """
CREATE FUNCTION post_heads(wanted uuid[])
RETURNS TABLE (id uuid, title text, state text, openings int, employer_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.title, p.state, p.openings, e.name
  FROM posts AS p JOIN employers AS e ON e.id = p.employer_id WHERE p.id = ANY (wanted)
$$"""
POST_ENDS = (
    """
CREATE FUNCTION post_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_referrals_of(NEW.id, NEW.state);
  RETURN NULL;
END $$""",
    "CREATE TRIGGER post_ends AFTER UPDATE ON posts FOR EACH ROW"
    " WHEN (OLD.state <> NEW.state AND NEW.state IN ('filled', 'closed', 'expired'))"
    " EXECUTE FUNCTION post_ends()",
)


# Whoever is hired or about to be may have come by the bus: somebody asks them.
SHUTTLE_CHANGES = (
    """
CREATE FUNCTION shuttle_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE referrals SET changed = changed || '["reach"]'
  WHERE post_id = NEW.id AND state NOT IN ('placed', 'refused', 'ended')
    AND NOT changed ? 'reach';
  UPDATE placements SET changed = changed || '["reach"]'
  WHERE post_id = NEW.id AND ended IS NULL AND NOT changed ? 'reach';
  RETURN NULL;
END $$""",
    "CREATE TRIGGER shuttle_changes AFTER UPDATE ON posts FOR EACH ROW"
    " WHEN (OLD.stated -> 'shuttle' IS DISTINCT FROM NEW.stated -> 'shuttle')"
    " EXECUTE FUNCTION shuttle_changes()",
)


def declared() -> list[str]:
    """Every trigger and policy that must stand in the database, one statement each."""
    scopes = scope_sql("jobs", (*SCOPES, *LOOKS, *WAYS, *REFERRALS))
    triggers = (*TRIGGERS, *WAYS_BUMP[1:], *POST_ENDS[1:], *SHUTTLE_CHANGES[1:])
    return [*trigger_sql(ROOTS), *scopes, *PLACING, *triggers]
