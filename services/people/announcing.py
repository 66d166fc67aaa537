"""What this service announces, and who reaches its rows in the database itself.

Declared once: the migration lays it, and a test compares a database with it.
"""

from common.migrating import Child
from common.migrating import Root
from common.migrating import Scope
from common.migrating import scope_sql
from common.migrating import trigger_sql
from services.people.tables import OFFICERS
from services.people.workers.kept import FORGET
from services.people.workers.kept import SCOPE as KEPT

SERVICE = "people"
ANNOUNCED = (
    Root("workers", "worker"),
    Child("worker_facts", "worker_id", "workers"),
)
FEED_TABLES = {"worker": "workers"}
SCOPES = (
    Scope("households", area="area"),
    Scope("workers", area="area", worker="id"),
    Scope("worker_facts", parent=("workers", "worker_id")),
    Scope("withdrawals", parent=("workers", "worker_id")),
)
# Laid by a later migration than the scopes above.
IMPORT_SCOPES = (
    Scope("imports", area="area"),
    Scope("import_parts", parent=("imports", "import_id")),
    Scope("import_lines", parent=("imports", "import_id")),
    Scope("import_columns", area="area"),
)
MERGE_SCOPES = (Scope("merges", area="area"),)
_ROLE = "(SELECT current_setting('doorstep.role', true))"
_OFFICERS = f"{_ROLE} = ANY ('{{{','.join(OFFICERS)}}}')"
_WORKER = "(SELECT nullif(current_setting('doorstep.worker', true), ''))::uuid"
_FINDING = "(SELECT current_setting('doorstep.finding', true)) = 'on'"
# An area alone is not enough: employers and devices carry one too. A kiosk reaches its
# area only while it looks for the person who stands before it.
_OFFICER_OR_SELF = (
    f"{_ROLE} = ANY ('{{{','.join(OFFICERS)}}}') OR id = {_WORKER}"
    f" OR ({_ROLE} = 'kiosk' AND {_FINDING})"
)
ONLY_OFFICERS = (
    "CREATE POLICY app_by_role ON workers AS RESTRICTIVE TO people_app"
    f" USING ({_OFFICER_OR_SELF}) WITH CHECK ({_OFFICER_OR_SELF})"
)
# What works on imports asks as a member which are unfinished, and reads no rows so.
_OFFICE = f"{_ROLE} = ANY ('{{{','.join((*OFFICERS, 'member'))}}}')"
ONLY_OFFICES = (
    "CREATE POLICY app_by_role ON imports AS RESTRICTIVE TO people_app"
    f" USING ({_OFFICE}) WITH CHECK ({_OFFICE})"
)
ONLY_JOINERS = (
    "CREATE POLICY app_by_role ON merges AS RESTRICTIVE TO people_app"
    f" USING ({_OFFICERS}) WITH CHECK ({_OFFICERS})"
)
# Homes that nobody has measured stand in the middle of their village.
AREA_MOVED = (
    "CREATE TRIGGER area_moved AFTER UPDATE ON areas"
    " REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION people_area_moved()"
)
AREA_MOVED_FUNCTION = """
CREATE FUNCTION people_area_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE workers SET version = version WHERE id IN (
    SELECT w.id FROM workers w JOIN after_rows a ON a.code = w.area AND a.local = ''
    JOIN before_rows b ON b.code = a.code AND b.local = a.local
    WHERE (a.lat, a.lng, a.terrain) IS DISTINCT FROM (b.lat, b.lng, b.terrain)
    ORDER BY w.id FOR UPDATE OF w);
  RETURN NULL;
END $$"""

# Below a row policy the index of an array cannot be used. This one looks as the owner
# and tells ids only; whoever asks then reads those rows under their own policy.
PHONE_FUNCTION = """
CREATE FUNCTION people_with_phone(looked_for bytea) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM workers WHERE phone_indexes @> ARRAY[looked_for]
$$"""

# Whether numbers are registered anywhere: a single registration says as much by 409.
NUMBERS_FUNCTION = """
CREATE FUNCTION people_numbers_taken(looked_for bytea[]) RETURNS SETOF bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id_index FROM workers WHERE id_index = ANY (looked_for)
$$"""


DISCLOSURES = (Scope("disclosures", parent=("workers", "worker_id")),)
# An employer reaches no worker's row. This one looks as the owner and tells those who
# said yes to the caller's own employer, for the post asked about, and did not withdraw.
DISCLOSED_FUNCTION = """
CREATE FUNCTION people_disclosed(post uuid, wanted uuid[]) RETURNS SETOF workers
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.* FROM workers AS w JOIN disclosures AS d ON d.worker_id = w.id
  WHERE w.id = ANY (wanted) AND w.withdrawn IS NULL AND d.ended_at IS NULL
    AND d.post_id = post AND current_setting('doorstep.role', true) = 'hr'
    AND d.employer_id = nullif(current_setting('doorstep.employer', true), '')::uuid
$$"""


CONTACT_SCOPES = (
    Scope("contacts", parent=("workers", "worker_id")),
    Scope("call_sheets", area="area"),
    Scope("call_sheet_lines", parent=("call_sheets", "sheet_id")),
)
DECISION_SCOPES = (
    Scope("fact_decisions", parent=("workers", "worker_id")),
    Scope("household_needs", parent=("households", "household_id")),
)
# Other callers carry an area too, and none of them keeps lists of whom to ring.
ONLY_CALLERS = (
    "CREATE POLICY app_by_role ON call_sheets AS RESTRICTIVE TO people_app"
    f" USING ({_OFFICERS}) WITH CHECK ({_OFFICERS})"
)


EXPORT_SCOPES = (Scope("export_sets", area="area"),)
ONLY_EXPORTERS = (
    "CREATE POLICY app_by_role ON export_sets AS RESTRICTIVE TO people_app"
    f" USING ({_OFFICERS}) WITH CHECK ({_OFFICERS})"
)


def declared() -> list[str]:
    """Every trigger and policy that a database of this service has, and no other."""
    later = (*DISCLOSURES, *IMPORT_SCOPES, *CONTACT_SCOPES, KEPT, *MERGE_SCOPES)
    scopes = (*SCOPES, *later, *DECISION_SCOPES, *EXPORT_SCOPES)
    laid = trigger_sql(ANNOUNCED) + scope_sql(SERVICE, scopes)
    own = (ONLY_OFFICERS, ONLY_OFFICES, ONLY_CALLERS, ONLY_JOINERS, ONLY_EXPORTERS)
    return [*laid, *own, AREA_MOVED, FORGET]
