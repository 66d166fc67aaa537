"""Functions that look over many people's rows at once, for lists of whole villages.

Below a row policy every fact asks for its worker again: a village's twenty thousand
facts took a second. These look as the owner, over workers whom the caller has read
under their own policy just before, and tell days and numbers, never words.
"""

LAST_TOLD = """
CREATE FUNCTION people_last_told(wanted uuid[])
RETURNS TABLE (id uuid, told date, ends date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT worker_id, max(said_on), min(valid_until) FROM worker_facts
  WHERE worker_id = ANY (wanted) AND replaced_at IS NULL GROUP BY worker_id
$$"""
TALKS = """
CREATE FUNCTION people_talks(wanted uuid[], human text[])
RETURNS TABLE (id uuid, next_on date, spoke date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.worker_id,
    (array_agg(c.next_on ORDER BY c.happened_on DESC, c.id DESC))[1],
    max(c.happened_on) FILTER (WHERE c.outcome = ANY (human))
  FROM contacts AS c WHERE c.worker_id = ANY (wanted) AND c.struck_at IS NULL
  GROUP BY c.worker_id
$$"""
# For each fact the statement that holds, and the latest other one that disagrees.
DISAGREEING = """
CREATE FUNCTION people_disagreeing(wanted uuid[], days integer, never text[])
RETURNS TABLE (worker_id uuid, field text, kept integer, other integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (c.worker_id, c.field) c.worker_id, c.field, c.number, o.number
  FROM worker_facts AS c JOIN worker_facts AS o
    ON o.worker_id = c.worker_id AND o.field = c.field AND o.number <> c.number
    AND o.source <> c.source AND abs(o.said_on - c.said_on) <= days
  WHERE c.worker_id = ANY (wanted) AND c.replaced_at IS NULL
    AND c.field <> ALL (never) AND (c.sealed IS NOT NULL OR c.value <> o.value)
    AND NOT EXISTS (SELECT FROM fact_decisions AS d
      WHERE d.worker_id = c.worker_id AND d.field = c.field
        AND d.upto >= greatest(c.number, o.number))
  ORDER BY c.worker_id, c.field, o.number DESC
$$"""
NAMES = (
    "people_last_told(uuid[])",
    "people_talks(uuid[], text[])",
    "people_disagreeing(uuid[], integer, text[])",
)
ONLY_APP = tuple(
    statement
    for name in NAMES
    for statement in (
        f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {name} TO people_app",
    )
)
