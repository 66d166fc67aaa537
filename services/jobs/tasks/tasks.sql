-- What is due in each state of a referral: whose task it is, whether it is shown before
-- it is due, and how many hours after that it comes up.
WITH asked (state, kind, side, at_once, wait_h) AS (VALUES
  ('proposed', 'ask_person', 'home', true, 0),
  ('agreed', 'send_letter', 'home', true, 0),
  ('sent', 'answer', 'employer', true, 0),
  ('seen', 'answer', 'employer', true, 0),
  ('came', 'answer', 'employer', true, 0),
  ('absent', 'answer', 'employer', true, 0),
  ('sent', 'ring_employer', 'keeper', false, 48),
  ('seen', 'ring_employer', 'keeper', false, 48),
  ('came', 'ring_employer', 'keeper', false, 48),
  ('absent', 'ring_employer', 'keeper', false, 48),
  ('interview', 'note_interview', 'employer', false, 0),
  ('interview', 'ring_employer', 'keeper', false, 48),
  ('offered', 'ask_answer', 'home', true, 0),
  ('accepted', 'note_start', 'employer', true, 0),
  ('accepted', 'note_start', 'home', false, 0),
  ('trial', 'note_trial', 'employer', false, 0),
  ('trial', 'note_trial', 'home', false, 24)
), days (day) AS (VALUES (7), (30), (90), (180)
), tasks AS (
  SELECT a.kind, a.side, r.due_at + make_interval(hours => a.wait_h) AS due,
    r.id AS referral, NULL::uuid AS placement, r.worker_id AS worker,
    r.post_id AS post, NULL::integer AS day, r.home, r.keeper, r.employer_id
  FROM referrals AS r JOIN asked AS a ON a.state = r.state
  WHERE r.due_at IS NOT NULL
    AND (a.at_once OR r.due_at + make_interval(hours => a.wait_h) <= :now)
  UNION ALL
  SELECT 'look_again', 'home', r.since, r.id, NULL, r.worker_id, r.post_id, NULL,
    r.home, r.keeper, r.employer_id
  FROM referrals AS r
  WHERE r.changed <> '[]' AND r.state NOT IN ('placed', 'refused', 'ended')
  UNION ALL
  -- Of several days that have come only the last is asked about.
  SELECT 'check_on', 'home', (p.started + d.day)::timestamp AT TIME ZONE 'Asia/Shanghai',
    NULL, p.id, p.worker_id, p.post_id, d.day, p.home, p.keeper, p.employer_id
  FROM placements AS p
  JOIN LATERAL (SELECT max(day) AS day FROM days
    WHERE p.started + day <= least(CAST(:today AS date), p.ended)) AS d ON d.day > 0
  WHERE NOT EXISTS (SELECT FROM checks AS c WHERE c.placement_id = p.id
    AND c.day >= d.day AND c.outcome <> 'unreached')
    AND p.ended IS NULL
  UNION ALL
  SELECT 'look_again', 'home', p.made_at, NULL, p.id, p.worker_id,
    p.post_id, NULL, p.home, p.keeper, p.employer_id
  FROM placements AS p WHERE p.changed <> '[]' AND p.ended IS NULL
  UNION ALL
  SELECT 'ask_cause', 'home', p.ended::timestamp AT TIME ZONE 'Asia/Shanghai', NULL,
    p.id, p.worker_id, p.post_id, NULL, p.home, p.keeper, p.employer_id
  FROM placements AS p WHERE p.cause = 'unknown'
), named AS (
  SELECT *, to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00') || '~'
    || kind || ':' || side || ':' || coalesce(referral, placement) AS id FROM tasks
)
SELECT id, kind, side, due, due < :now AS late, referral, placement, worker, post, day
FROM named
WHERE (side = 'home' AND home LIKE ANY (CAST(:homes AS text[]))
    OR side = 'keeper' AND keeper LIKE ANY (CAST(:keeps AS text[]))
    OR side = 'employer' AND employer_id = CAST(:employer AS uuid))
  AND (CASE side WHEN 'home' THEN home ELSE keeper END) LIKE :area
  AND (CAST(:kind AS text) IS NULL OR kind = :kind)
  AND (CAST(:side AS text) IS NULL OR side = :side)
  AND (CAST(:after AS timestamptz) IS NULL
    OR (due, kind || ':' || side || ':' || coalesce(referral, placement))
      > (:after, CAST(:after_id AS text)))
ORDER BY due, kind || ':' || side || ':' || coalesce(referral, placement) LIMIT :limit
