"""Ledgers come in at once: new people of a workbook with their facts, in one call."""

from alembic import op

revision = "0004"
down_revision = "0003"

# Facts of new people are written before their people: the feed then announces each
# once, and no policy is asked anew for every fact. What the policies would have asked
# is asked here first, once for all of them.
TAKE_IN = """
CREATE FUNCTION people_take_in(
  ids uuid[], areas text[], births date[], sexes text[], states text[],
  names bytea[], marks text[], id_types text[], numbers bytea[], indexes bytea[],
  lasts text[], certificates bytea[], phones bytea[], phone_marks text[],
  households uuid[], owners uuid[], fields text[], plains text[], sealeds bytea[],
  days date[], subject text, moment timestamptz, brought uuid
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  reach text[] = string_to_array(current_setting('doorstep.areas', true), ',');
  office bool = current_setting('doorstep.role', true)
    IN ('coordinator', 'township', 'county');
BEGIN
  IF NOT coalesce(office, false)
    OR EXISTS (SELECT FROM unnest(areas) AS a WHERE NOT coalesce(a LIKE ANY (reach), false))
    OR EXISTS (SELECT unnest(owners) EXCEPT SELECT unnest(ids))
    OR EXISTS (SELECT FROM unnest(households, areas) AS r(household, area)
      WHERE household IS NOT NULL AND NOT EXISTS (SELECT FROM households AS h
        WHERE h.id = r.household AND h.area LIKE ANY (reach)))
  THEN
    RAISE EXCEPTION 'out of reach' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SET CONSTRAINTS fk_worker_facts_worker_id DEFERRED;
  INSERT INTO worker_facts (worker_id, field, number, value, sealed, source, said_by,
    said_on, recorded_by, recorded_at, import_id)
  SELECT owner, field, 1, CAST(plain AS jsonb), sealed, 'ledger', 'office', day,
    subject, moment, brought
  FROM unnest(owners, fields, plains, sealeds, days)
    AS r(owner, field, plain, sealed, day);
  INSERT INTO workers (id, area, birth, sex, state, name_sealed, name_marks, id_type,
    id_sealed, id_index, last4, certificate_sealed, phones_sealed, phone_indexes,
    household, recorded_by, recorded_at)
  SELECT id, area, birth, sex, state, name, CAST(mark AS int[]), id_type, number,
    index, last4, certificate, phone, CAST(phone_mark AS bytea[]), household, subject,
    moment
  FROM unnest(ids, areas, births, sexes, states, names, marks, id_types, numbers,
      indexes, lasts, certificates, phones, phone_marks, households)
    AS r(id, area, birth, sex, state, name, mark, id_type, number, index, last4,
      certificate, phone, phone_mark, household);
  SET CONSTRAINTS fk_worker_facts_worker_id IMMEDIATE;
END $$"""

# While a county comes in the planner knows too little: it would read everybody again
# for each chunk.
NUMBERS_BY_INDEX = """
CREATE OR REPLACE FUNCTION people_numbers_taken(looked_for bytea[]) RETURNS SETOF bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  SELECT w.id_index FROM unnest(looked_for) AS r(index)
  JOIN workers AS w ON w.id_index = r.index
$$"""


def upgrade() -> None:
    op.execute(NUMBERS_BY_INDEX)
    op.execute(TAKE_IN)
