-- Those of an area whom an officer may speak to, each with the latest contact, the last
-- day on which somebody of the house spoke, and the last day on which a fact was told.
WITH people AS MATERIALIZED (
  SELECT w.id, w.area, w.birth, w.sex, w.state, w.recorded_at FROM workers AS w
  WHERE w.withdrawn IS NULL AND w.name_sealed IS NOT NULL
    AND w.area ~>=~ :low AND w.area ~<~ :high
), known AS MATERIALIZED (
  SELECT p.*, t.next_on, t.spoke FROM people AS p
  LEFT JOIN people_talks(ARRAY(SELECT id FROM people), CAST(:spoke AS text[])) AS t
    USING (id)
), told AS (
  SELECT * FROM people_last_told(ARRAY(SELECT id FROM people))
), ages (kind, years) AS (
  SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:years AS integer[]))
), retiring (sex, born, month) AS (
  SELECT * FROM unnest(CAST(:sexes AS text[]), CAST(:born AS date[]),
    CAST(:months AS date[]))
), licences (worker, ends) AS (
  SELECT * FROM unnest(CAST(:holders AS uuid[]), CAST(:ends AS date[]))
), due (kind, day, worker) AS (
  SELECT 'call_again', p.next_on, p.id FROM known AS p WHERE p.next_on <= :today
  UNION ALL
  SELECT 'nobody_spoke',
    coalesce(p.spoke, (p.recorded_at AT TIME ZONE 'Asia/Shanghai')::date)
      + CAST(:silent AS integer), p.id
  FROM known AS p
  WHERE p.state = 'looking' AND p.next_on IS NULL
    AND coalesce(p.spoke, (p.recorded_at AT TIME ZONE 'Asia/Shanghai')::date)
      + CAST(:silent AS integer) <= :today
  UNION ALL
  SELECT 'survey_due', least(CAST(:half_ends AS date),
      CASE WHEN t.ends < :today THEN t.ends END), t.id
  FROM told AS t WHERE t.told < :half_begins OR t.ends < :today
  UNION ALL
  SELECT a.kind, (p.birth + make_interval(years => a.years))::date, p.id
  FROM known AS p JOIN ages AS a
    ON p.birth + make_interval(years => a.years) BETWEEN :turned_since AND :today
  WHERE coalesce(p.spoke < p.birth + make_interval(years => a.years), true)
  UNION ALL
  SELECT 'reached_retirement', r.month, p.id
  FROM known AS p JOIN retiring AS r
    ON p.sex = r.sex AND date_trunc('month', p.birth)::date = r.born
  WHERE coalesce(p.spoke < r.month, true)
  UNION ALL
  SELECT 'licence_ends', l.ends, l.worker
  FROM licences AS l JOIN known AS p ON p.id = l.worker
), named AS (
  -- A task of a day is late when the day is over.
  SELECT kind, worker, (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS due,
    kind || ':home:' || worker AS tag
  FROM due
)
SELECT to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00') || '~' || tag
    AS id, kind, 'home' AS side, due, due <= :now AS late, NULL::uuid AS referral,
  NULL::uuid AS placement, worker, NULL::uuid AS post, NULL::integer AS day
FROM named
WHERE (CAST(:kind AS text) IS NULL OR kind = :kind)
  AND (CAST(:after AS timestamptz) IS NULL
    OR (due, tag) > (:after, CAST(:after_tag AS text)))
ORDER BY due, tag LIMIT :limit
