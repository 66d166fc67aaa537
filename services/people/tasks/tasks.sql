-- Those of an area whom an officer may speak to, each with the latest contact, the last
-- day on which somebody of the house spoke, and the last day on which a fact was told.
WITH people AS (
  SELECT w.id, w.area, w.birth, w.sex, w.state, w.recorded_at, l.next_on, s.spoke
  FROM workers AS w
  LEFT JOIN LATERAL (SELECT c.next_on FROM contacts AS c
    WHERE c.worker_id = w.id AND c.struck_at IS NULL
    ORDER BY c.happened_on DESC, c.id DESC LIMIT 1) AS l ON true
  LEFT JOIN LATERAL (SELECT max(c.happened_on) AS spoke FROM contacts AS c
    WHERE c.worker_id = w.id AND c.struck_at IS NULL
      AND c.outcome = ANY(CAST(:spoke AS text[]))) AS s ON true
  WHERE w.withdrawn IS NULL AND w.name_sealed IS NOT NULL
    AND w.area ~>=~ :low AND w.area ~<~ :high
), told AS (
  SELECT p.id, f.told, f.ends FROM people AS p
  JOIN LATERAL (SELECT max(f.said_on) AS told, min(f.valid_until) AS ends
    FROM worker_facts AS f
    WHERE f.worker_id = p.id AND f.replaced_at IS NULL) AS f ON true
), ages (kind, years) AS (
  SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:years AS integer[]))
), retiring (sex, born, month) AS (
  SELECT * FROM unnest(CAST(:sexes AS text[]), CAST(:born AS date[]),
    CAST(:months AS date[]))
), licences (worker, ends) AS (
  SELECT * FROM unnest(CAST(:holders AS uuid[]), CAST(:ends AS date[]))
), due (kind, day, worker) AS (
  SELECT 'call_again', p.next_on, p.id FROM people AS p WHERE p.next_on <= :today
  UNION ALL
  SELECT 'nobody_spoke',
    coalesce(p.spoke, (p.recorded_at AT TIME ZONE 'Asia/Shanghai')::date)
      + CAST(:silent AS integer), p.id
  FROM people AS p
  WHERE p.state = 'looking' AND p.next_on IS NULL
    AND coalesce(p.spoke, (p.recorded_at AT TIME ZONE 'Asia/Shanghai')::date)
      + CAST(:silent AS integer) <= :today
  UNION ALL
  SELECT 'survey_due', least(CAST(:half_ends AS date),
      CASE WHEN t.ends < :today THEN t.ends END), t.id
  FROM told AS t WHERE t.told < :half_begins OR t.ends < :today
  UNION ALL
  SELECT a.kind, (p.birth + make_interval(years => a.years))::date, p.id
  FROM people AS p JOIN ages AS a
    ON p.birth + make_interval(years => a.years) BETWEEN :turned_since AND :today
  WHERE coalesce(p.spoke < p.birth + make_interval(years => a.years), true)
  UNION ALL
  SELECT 'reached_retirement', r.month, p.id
  FROM people AS p JOIN retiring AS r
    ON p.sex = r.sex AND date_trunc('month', p.birth)::date = r.born
  WHERE coalesce(p.spoke < r.month, true)
  UNION ALL
  SELECT 'licence_ends', l.ends, l.worker
  FROM licences AS l JOIN people AS p ON p.id = l.worker
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
