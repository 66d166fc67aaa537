-- The whole rule page for one worker with all posts: $1 the worker, $2 and $3 metres
-- east and north, $4 how far reach can go. Braces are thresholds of the day.
-- Outcomes: 0 pass, 1 caution, 2 unknown, 3 block; a share of -1 is unknown.
WITH w AS MATERIALIZED (SELECT * FROM worker WHERE id = $1),
refused AS MATERIALIZED (SELECT word FROM worker_word WHERE worker = $1 AND list = 0),
near_trade AS MATERIALIZED (
  SELECT t.title, ww.list,
    max(CASE WHEN t.title = ww.word THEN 1000 ELSE coalesce(l.value, 0) END) AS alike
  FROM worker_word ww CROSS JOIN title t
  LEFT JOIN title_like l ON l.one = ww.word AND l.other = t.title
  WHERE ww.worker = $1 AND ww.list IN (1, 2)
  GROUP BY t.title, ww.list),
candidate AS ({candidates}),
told AS MATERIALIZED (
  SELECT p.*, c.*,
    CASE WHEN p.published = 1 AND p.openings >= 1
      AND {today} BETWEEN p.valid_from AND p.valid_until AND w.looking = 1
      THEN CASE p.advert WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 3 END ELSE 3 END AS o_open,
    CASE WHEN w.birth = 0 THEN 2 WHEN w.age < {working_age} THEN 3 ELSE 0 END AS o_child,
    CASE WHEN p.earned >= p.wage_least THEN 0 WHEN p.firm = 1 THEN 3 ELSE 1 END AS o_wage,
    w.retired AS o_retired,
    CASE WHEN w.age < {working_age} OR w.age >= {adult_age} THEN 0
      WHEN (p.traits & {minors_traits}) <> 0 OR (p.at1 & {minors_1}) <> 0
        OR (p.at2 & {minors_2}) <> 0 OR (p.at3 & {minors_3}) <> 0
        OR p.required <> 0 OR p.night = 1 THEN 3 ELSE 1 END AS o_minor,
    CASE WHEN w.female = 1 AND (p.lift_kg > {women_lift_kg}
      OR (p.traits & {underground}) <> 0) THEN 3 ELSE 0 END AS o_women,
    CASE WHEN (p.traits & (w.unsafe | w.refused)) <> 0
      OR p.title IN (SELECT word FROM refused) OR p.grp IN (SELECT word FROM refused)
      OR (p.checks & w.bars) <> 0 THEN 3
      WHEN (p.traits & {signal_traits}) <> 0 AND
        (((p.at2 & w.blocks2) | (p.at3 & w.blocks3)) & {hear}) <> 0 THEN 3
      ELSE 0 END AS o_safe,
    CASE WHEN w.limits_known = 0
      THEN CASE WHEN (p.at3 & {bodily} & p.counted) <> 0 THEN 2 ELSE 0 END
      WHEN p.demands_known = 0 THEN CASE WHEN w.limited = 1 THEN 2 ELSE 0 END
      WHEN (c.blocked & ~p.lifted & p.counted) <> 0 THEN 3
      WHEN (((c.careful & ~c.blocked) | (c.blocked & p.lifted)) & p.counted) <> 0
      THEN 1 ELSE 0 END AS o_body,
    CASE WHEN p.targets = 0 THEN 0 WHEN w.groups_known = 0 THEN 2
      WHEN (p.targets & w.groups) <> 0 THEN 0 ELSE 3 END AS o_group,
    CASE WHEN p.residence < 0 THEN 0 WHEN w.area < 0 THEN 2
      WHEN whole(w.area, p.residence_cut) = p.residence THEN 0 ELSE 3 END AS o_home,
    CASE WHEN p.age_min < 0 AND p.age_max < 0 THEN 0 WHEN w.birth = 0 THEN 2
      WHEN c.missed = 0 THEN 0 WHEN p.formal_age = 1 THEN 3
      WHEN w.age < {adult_age} AND p.age_min >= {adult_age} THEN 3
      WHEN c.missed <= {asks_years} THEN 1 ELSE 3 END AS o_age,
    CASE WHEN p.required <> 0 AND w.licences_known = 0 THEN 2
      WHEN (p.required & ~w.licences) <> 0 THEN 3
      WHEN p.health_card = 1 AND (w.licences & 1) = 0 THEN 1 ELSE 0 END AS o_papers,
    CASE WHEN p.schooling <= 0 THEN 0 WHEN w.schooling < 0 THEN 2
      WHEN w.schooling >= p.schooling THEN 0 ELSE 3 END AS o_school,
    CASE WHEN w.languages_known = 1 AND (p.spoken & ~w.languages) <> 0
      THEN 3 ELSE 0 END AS o_spoken,
    CASE WHEN w.months < 0 THEN CASE WHEN p.season < 0
        OR (p.season > 0 AND ((p.season >> ({month} - 1)) & 1) = 1) THEN 0
        WHEN p.season > 0 THEN 1 ELSE 3 END
      WHEN w.months = 0 OR p.season = 0 THEN 3
      WHEN p.season < 0
      THEN CASE WHEN p.flexible = 1 OR p.pattern = 1 THEN 1 ELSE 3 END
      WHEN c.shared = ones(p.season) THEN 0
      WHEN c.shared > 0 AND 2 * c.shared >= ones(p.season) THEN 1
      ELSE 3 END AS o_season,
    CASE WHEN w.floor < 0 THEN 0
      WHEN p.pay_min < 0 THEN CASE WHEN w.floor = 0 THEN 0 ELSE 2 END
      WHEN c.top >= c.asked THEN 0 WHEN 100 * c.top >= {pay_far} * c.asked THEN 1
      ELSE 3 END AS o_pay
  FROM candidate p CROSS JOIN w
  CROSS JOIN LATERAL (SELECT
    (p.at1 & w.blocks1) | (p.at2 & w.blocks2) | (p.at3 & w.blocks3) AS blocked,
    (p.at1 & w.cautions1) | (p.at2 & w.cautions2) | (p.at3 & w.cautions3) AS careful,
    greatest(0, CASE WHEN p.age_min >= 0 THEN p.age_min - w.age ELSE 0 END,
      CASE WHEN p.age_max >= 0 THEN w.age - p.age_max ELSE 0 END) AS missed,
    ones(greatest(p.season, 0) & greatest(w.months, 0)) AS shared,
    p.least_month * CASE WHEN w.floor_unit = 0 AND p.part_time = 1
      THEN {full_hours} ELSE 1 END AS bottom,
    p.most_month * CASE WHEN w.floor_unit = 0 AND p.part_time = 1
      THEN {full_hours} ELSE 1 END AS top,
    w.floor * CASE WHEN w.floor_unit = 0 AND p.part_time = 1 THEN p.hours_month
      WHEN w.floor_unit = 0 THEN 6000 WHEN w.floor_unit = 1 THEN 156000
      ELSE p.hours_month END AS asked) c),
stood AS MATERIALIZED (
  SELECT t.*,
    greatest(o_open, o_child, o_wage, o_retired, o_minor, o_body, o_group, o_home, o_age,
      o_papers, o_school, o_season, o_pay) AS worst,
    CASE WHEN o_papers = 1 THEN 1 ELSE 0 END + CASE WHEN o_season = 1 THEN 1 ELSE 0 END
    + CASE WHEN o_pay = 1 THEN CASE WHEN whole(100 * top, greatest(asked, 1))
        < {pay_caution} THEN 2 ELSE 1 END ELSE 0 END AS cautions,
    CASE WHEN w.floor < 0 OR pay_min < 0 THEN -1
      WHEN 2 * (bottom + top) >= 6 * asked THEN 1000
      WHEN bottom + top >= 2 * asked
      THEN whole(600 * (bottom + top) + 200 * asked, greatest(2 * asked, 1))
      ELSE greatest(0, whole(1400 * (bottom + top) - 1400 * asked,
        greatest(2 * asked, 1))) END AS s_pay,
    CAST(floor({earth} * 2 * asin(least(1.0, sqrt((t.x - w.x) * (t.x - w.x)
      + (t.y - w.y) * (t.y - w.y) + (t.z - w.z) * (t.z - w.z)) / 2)) + 0.5) AS bigint)
      AS metres
  FROM told t CROSS JOIN w
  WHERE greatest(o_open, o_child, o_wage, o_minor, o_women, o_safe, o_body, o_group,
    o_home, o_age, o_papers, o_school, o_spoken, o_season, o_pay) < 3),
lived AS MATERIALIZED (
  SELECT s.*,
    CASE WHEN live_in = 0 AND outside = 0 AND s.lodging = 0 THEN -1
      WHEN w.lodging < 0 THEN 2 WHEN w.lodging = 2 THEN 0
      WHEN w.lodging = 1 AND outside = 0 THEN 0
      WHEN live_in = 1 OR outside = 1 THEN 3 ELSE -1 END AS lives,
    CASE WHEN live_in = 1 OR outside = 1 THEN 1 ELSE 0 END AS forced,
    CASE WHEN w.scope < 0 THEN 0 WHEN w.scope = 0 THEN 3
      WHEN w.area < 0 OR s.area < 0 THEN 2
      WHEN whole(w.area, w.scope_cut) = whole(s.area, w.scope_cut) THEN 0
      ELSE 3 END AS scoped,
    CASE WHEN w.reach_known = 1 AND w.placed = 1 AND s.placed = 1 THEN 1 ELSE 0 END AS seen,
    metres * w.detour * (1 + w.curve * exp(-least(CAST(metres AS float8) / 5000, 700))) / 1000 AS road
  FROM stood s CROSS JOIN w),
boarded AS (
  SELECT DISTINCT b.post FROM w CROSS JOIN stop b
  CROSS JOIN LATERAL (SELECT CAST(floor({earth} * 2 * asin(least(1.0, sqrt(
      (b.x - w.x) * (b.x - w.x) + (b.y - w.y) * (b.y - w.y)
      + (b.z - w.z) * (b.z - w.z)) / 2)) + 0.5) AS bigint) AS far) f
  WHERE b.kind = 1 AND w.reach_known = 1 AND w.placed = 1
    AND ((w.area >= 0 AND whole(w.area, b.cut) = b.area)
    OR (b.placed = 1 AND (f.far <= {stop_metres} OR EXISTS (
      SELECT 1 FROM worker_mode m WHERE m.worker = $1 AND m.mode < 6
      AND (m.most < 0 OR ceil(f.far * w.detour * (1 + w.curve * exp(-least(CAST(f.far AS float8) / 5000, 700)))
        / 1000 / m.speed * 60.0 + m.fixed) <= m.most)
      AND (w.max_metres < 0 OR f.far <= w.max_metres)))))),
known AS (
  SELECT DISTINCT ON (b.post, b.mode) b.post, b.mode, b.minutes, b.first, b.last, b.runs
  FROM stop b CROSS JOIN w
  WHERE b.kind = 2 AND w.area >= 0 AND whole(w.area, b.cut) = b.area
  ORDER BY b.post, b.mode, b.cut),
tried AS (
  SELECT l.id, m.mode, m.most, l.metres,
    CASE WHEN k.post IS NULL THEN CAST(ceil(l.road / m.speed * 60.0 + m.fixed) AS bigint)
      ELSE k.minutes END + CASE WHEN m.mode = 6 THEN {stop_minutes} ELSE 0 END AS minutes,
    CASE WHEN k.minutes < 0 THEN 3 WHEN m.mode <> 3 THEN 0
      ELSE greatest(coalesce(k.runs, 0), CASE
        WHEN (coalesce(k.first, -1) < 0 AND l.earliest < {bus_first})
          OR (coalesce(k.last, -1) < 0 AND l.latest > {bus_last})
        THEN 1 ELSE 0 END) END AS runs
  FROM lived l CROSS JOIN worker_mode m
  LEFT JOIN known k ON k.post = l.id AND k.mode = m.mode
  WHERE m.worker = $1 AND l.seen = 1 AND l.home_based = 0 AND l.lives <> 0 AND l.forced = 0
    AND (m.mode < 6 OR l.id IN (SELECT post FROM boarded))),
limited AS (
  SELECT t.id, t.mode, t.minutes,
    greatest(t.runs,
      CASE WHEN t.most < 0 OR t.minutes <= t.most THEN 0
        WHEN 100 * t.minutes <= {over} * t.most THEN 1 ELSE 3 END,
      CASE WHEN w.max_metres < 0 OR t.mode = 6 OR t.metres <= w.max_metres THEN 0
        WHEN 100 * t.metres <= {over} * w.max_metres THEN 1 ELSE 3 END) AS outcome,
    CASE WHEN t.runs = 3 THEN 0
      WHEN w.max_metres >= 0 AND t.mode < 6 THEN nearness(t.metres, w.max_metres)
      ELSE nearness(t.minutes, CASE WHEN t.most < 0 THEN {shuttle_minutes}
        ELSE t.most END) END AS share
  FROM tried t CROSS JOIN w),
went AS (
  SELECT id, min(outcome) AS outcome,
    max(CASE WHEN mode = 6 AND outcome = 3 THEN 0 ELSE share END) AS share,
    min(CASE WHEN outcome < 3 THEN minutes END) AS soonest
  FROM limited GROUP BY id),
daily AS (
  SELECT l.*,
    CASE WHEN scoped <> 0 THEN scoped WHEN seen = 1 THEN coalesce(g.outcome, 3)
      WHEN w.area >= 0 AND w.area % 1000 > 0 AND w.area = l.area THEN 0
      ELSE 2 END AS day_outcome,
    CASE WHEN scoped <> 0 THEN 0 WHEN seen = 1 THEN coalesce(g.share, 0)
      ELSE nearness({village_minutes}, {ride_minutes}) END AS day_share,
    CASE WHEN scoped <> 0 THEN NULL WHEN seen = 1 THEN g.soonest
      WHEN w.area >= 0 AND w.area % 1000 > 0 AND w.area = l.area
      THEN {village_minutes} END AS soonest,
    CASE WHEN l.home_based = 1 AND NOT EXISTS (SELECT 1 FROM stop b
        WHERE b.post = l.id AND b.kind = 0) THEN 1
      WHEN l.home_based = 1 AND EXISTS (SELECT 1 FROM stop b WHERE b.post = l.id
        AND b.kind = 0 AND w.area >= 0 AND whole(w.area, b.cut) = b.area) THEN 1
      ELSE 0 END AS brought,
    CASE WHEN w.placed = 1 AND l.placed = 1 THEN 1 ELSE 0 END AS both_placed
  FROM lived l CROSS JOIN w LEFT JOIN went g ON g.id = l.id),
reached AS (
  SELECT d.*,
    CASE WHEN home_based = 1 THEN CASE WHEN brought = 1 THEN 0 WHEN both_placed = 0 THEN 2
        WHEN metres <= {fetch_metres} THEN 1 ELSE 3 END
      WHEN lives = 0 OR forced = 1 THEN lives WHEN lives = 2 AND day_outcome >= 2 THEN 2
      ELSE day_outcome END AS o_way,
    CASE WHEN home_based = 1 THEN 0
      WHEN lives = 0 OR (forced = 1 AND lives = 2) THEN 0
      WHEN lives = 2 AND day_outcome >= 2 THEN {unknown_minutes}
      ELSE least(coalesce(soonest, {unknown_minutes}), 1440) END AS travel,
    CASE WHEN home_based = 0 AND (lives = 0 OR (forced = 1 AND lives = 2))
      THEN 1 ELSE 0 END AS there
  FROM daily d),
open_to AS MATERIALIZED (
  SELECT r.*, greatest(0, travel - {travel_grace}) AS spill,
    CASE WHEN o_way = 2 THEN -1 WHEN home_based = 1 THEN 1000 WHEN lives = 0 THEN 600
      ELSE day_share END AS s_way
  FROM reached r WHERE o_way < 3),
met AS (
  SELECT n.post, n.must,
    CASE WHEN n.trains = 1 OR o.training = 1 THEN 1 ELSE 0 END AS learnt,
    min(CASE WHEN h.code IS NULL OR h.alike < {near} THEN 2
      WHEN n.years > 0 AND h.years >= 0 AND 2 * h.years < n.years THEN 2
      WHEN n.years > 0 AND h.years >= 0 AND h.years < n.years THEN 1
      WHEN h.alike >= {covered} THEN 0 ELSE 1 END) AS state,
    max(coalesce(h.alike, 0)) AS alike
  FROM open_to o JOIN need n ON n.post = o.id
  LEFT JOIN (SELECT c.code, k.years,
      CASE WHEN c.code = k.code THEN 1000 ELSE coalesce(l.value, 0) END AS alike
    FROM held k CROSS JOIN need_code c
    LEFT JOIN skill_like l ON l.one = c.code AND l.other = k.code
    WHERE k.worker = $1) h ON h.code = n.code
  GROUP BY n.post, n.k, n.must, n.trains, o.training),
skilled AS (
  SELECT post,
    max(CASE WHEN must = 0 OR state = 0 THEN 0 WHEN state = 2 AND learnt = 0 THEN 3
      ELSE 1 END) AS outcome,
    max(CASE WHEN must = 1 AND learnt = 0 THEN 1 ELSE 0 END) AS hard,
    whole(CAST(sum(alike * (1 + must)) AS bigint), CAST(sum(1 + must) AS bigint)) AS share
  FROM met GROUP BY post),
able AS MATERIALIZED (
  SELECT o.*,
    CASE WHEN w.skills_known = 0 AND k.hard = 1 THEN 2
      ELSE coalesce(k.outcome, 0) END AS o_skill,
    CASE WHEN k.post IS NULL THEN CASE WHEN coalesce(t.alike, 0) = 1000 THEN 1000
        WHEN t.alike >= 500 THEN 850 ELSE 600 END
      WHEN w.skills_known = 0 THEN -1 ELSE k.share END AS s_skill,
    CASE WHEN w.has_wish = 0 THEN -1
      WHEN (o.traits & w.wished) <> 0 OR o.title IN (SELECT word FROM worker_word
        WHERE worker = $1 AND list = 1) OR o.grp IN (SELECT word FROM worker_word
        WHERE worker = $1 AND list = 1) THEN 1000
      WHEN v.alike >= 500 THEN 700 ELSE 300 END AS s_wish
  FROM open_to o CROSS JOIN w LEFT JOIN skilled k ON k.post = o.id
  LEFT JOIN near_trade t ON t.title = o.title AND t.list = 2
  LEFT JOIN near_trade v ON v.title = o.title AND v.list = 1
  WHERE w.skills_known = 0 OR coalesce(k.outcome, 0) < 3),
slot AS MATERIALIZED (
  SELECT a.id, s.days, s.night, d.day, a.flexible, a.minutes_per_day, a.travel, a.spill,
    CASE WHEN a.pattern IN (1, 2) THEN s.k ELSE 0 END AS g,
    s.finish - s.start AS span,
    d.day * 1440 + s.start AS begins, d.day * 1440 + s.finish AS ends
  FROM able a JOIN shift s ON s.post = a.id
  JOIN generate_series(0, 6) AS d(day) ON ((s.days >> CAST(d.day AS int)) & 1) = 1),
covered AS (
  SELECT s.*, w.week_known,
    (SELECT CAST(coalesce(sum(least(x.finish, s.ends + s.travel)
        - greatest(x.start, s.begins - s.travel)), 0) AS bigint) FROM span x
      WHERE x.worker = $1 AND x.list = 1 AND x.start < s.ends + s.travel
      AND x.finish > s.begins - s.travel) AS clash,
    s.span + 2 * s.spill - (SELECT CAST(coalesce(sum(least(x.finish, s.ends + s.spill)
        - greatest(x.start, s.begins - s.spill)), 0) AS bigint) FROM span x
      WHERE x.worker = $1 AND x.list = 0 AND x.start < s.ends + s.spill
      AND x.finish > s.begins - s.spill) AS overhang,
    (SELECT CAST(coalesce(sum(least(x.finish, s.ends) - greatest(x.start, s.begins)), 0) AS bigint)
      FROM span x WHERE x.worker = $1 AND x.list = 2 AND x.start < s.ends
      AND x.finish > s.begins) - 2 * s.spill AS got,
    CASE WHEN s.minutes_per_day >= 0 THEN least(s.span, s.minutes_per_day)
      ELSE s.span END AS wanted
  FROM slot s CROSS JOIN w),
fitted AS (
  SELECT id, g, day, days, night, span,
    CASE WHEN flexible = 1 AND week_known = 1 THEN CASE
        WHEN 100 * got >= {flexible_ok} * wanted THEN 0
        WHEN 100 * got >= {flexible_tight} * wanted THEN 1000000 + wanted - got
        ELSE 2000000 + wanted - greatest(got, 0) END
      WHEN clash > 0 THEN 3000000 + clash
      WHEN week_known = 0 THEN 0 WHEN overhang <= {ok_minutes} THEN overhang
      WHEN overhang <= {tight_minutes} THEN 1000000 + overhang
      ELSE 2000000 + overhang END AS fit
  FROM covered),
by_day AS (
  SELECT id, g, day, max(fit) AS fit, sum(span) AS span, bit_or(days) AS days,
    max(night) AS night FROM fitted GROUP BY id, g, day
  UNION ALL
  SELECT a.id, 0, d.day,
    CASE WHEN CASE WHEN a.minutes_per_day >= 0 THEN a.minutes_per_day
      ELSE {flexible_minutes} END + 2 * a.spill <= d.longest THEN 0 ELSE 2000000 END,
    0, 0, 0
  FROM able a JOIN worker_day d ON d.worker = $1
  WHERE a.shifts = 0 AND (a.flexible = 1 OR a.home_based = 1)),
counted AS (
  SELECT id, g, sum(CASE WHEN fit < 1000000 THEN 1 ELSE 0 END) AS ok,
    sum(CASE WHEN fit < 2000000 THEN 1 ELSE 0 END) AS able_days,
    sum(CASE WHEN fit < 2000000 AND day >= 5 THEN 1 ELSE 0 END) AS weekend,
    array_agg(fit ORDER BY fit) AS fits, ones(CAST(bit_or(days) AS bigint)) AS named,
    max(span) AS longest, max(night) AS night
  FROM by_day GROUP BY id, g),
required AS (
  SELECT c.*, a.pattern, a.there, a.flexible, a.shifts, a.home_based,
    CASE WHEN a.shifts = 0 THEN greatest(a.days_required, 1)
      WHEN a.days_required > 0 THEN least(a.days_required, c.named)
      ELSE c.named END AS needed,
    CASE WHEN w.night = 0 AND c.night = 1 THEN 3 ELSE 0 END AS o_night,
    CASE WHEN a.flexible = 1 AND a.minutes_per_day >= 0
      THEN least(c.longest, a.minutes_per_day) ELSE c.longest END - w.max_minutes AS beyond,
    w.max_minutes, w.week_known
  FROM counted c JOIN able a ON a.id = c.id CROSS JOIN w),
timed AS (
  SELECT r.*,
    CASE WHEN week_known = 0 AND there = 0 AND flexible = 0
        AND (shifts > 0 OR home_based = 0) THEN 2
      WHEN week_known = 0 AND there = 0 THEN 0 WHEN ok >= needed THEN 0
      WHEN able_days >= needed THEN 1
      WHEN (needed >= 5 AND able_days >= needed - CASE WHEN needed = 7 THEN 2 ELSE 1 END)
        OR (needed = 7 AND weekend = 2) THEN 1 ELSE 3 END AS o_week,
    CASE WHEN able_days < needed - 1 THEN 2 ELSE 1 END AS weight,
    CASE WHEN week_known = 0 AND there = 0 THEN -1 WHEN ok >= needed
      THEN whole(1000 * {slack} - 400 * fits[CAST(needed AS int)], {slack})
      ELSE 300 END AS s_week,
    CASE WHEN max_minutes < 0 OR beyond <= 0 THEN 0 WHEN beyond <= {long_minutes} THEN 1
      ELSE 3 END AS o_long
  FROM required r),
turned AS (
  SELECT t.*,
    CASE WHEN pattern = 2 THEN max(o_night) OVER (PARTITION BY id) ELSE o_night END AS nights,
    CASE WHEN pattern = 2 THEN max(o_long) OVER (PARTITION BY id) ELSE o_long END AS longs,
    CASE WHEN s_week < 0 THEN 500 ELSE s_week END AS rank_share
  FROM timed t),
picked AS (
  SELECT DISTINCT ON (id) * FROM turned
  ORDER BY id, CASE WHEN pattern = 1 THEN greatest(o_week, o_night, o_long)
    ELSE -o_week END, CASE WHEN pattern = 1 THEN -rank_share ELSE rank_share END, g),
weeks AS (
  SELECT a.*, coalesce(p.nights, 0) AS nights, coalesce(p.longs, 0) AS longs,
    coalesce(p.weight, 1) AS weight,
    CASE WHEN a.shifts > 0 THEN p.o_week WHEN a.there = 1 THEN 0
      WHEN w.week_known = 0 THEN CASE WHEN a.flexible = 1 OR a.home_based = 1
        THEN 0 ELSE 2 END
      WHEN a.flexible = 0 AND a.home_based = 0 THEN 2
      ELSE coalesce(p.o_week, 3) END AS o_week,
    CASE WHEN a.shifts > 0 THEN p.s_week WHEN a.there = 1 THEN 1000
      WHEN w.week_known = 0 OR (a.flexible = 0 AND a.home_based = 0) THEN -1
      ELSE p.s_week END AS s_week,
    CASE WHEN w.months >= 0 OR a.season <= 0 THEN 0 ELSE (SELECT min(n.wait)
      FROM generate_series(0, 11) AS n(wait)
      WHERE ((a.season >> CAST(({month} - 1 + n.wait) % 12 AS int)) & 1) = 1) END AS wait
  FROM able a CROSS JOIN w LEFT JOIN picked p ON p.id = a.id),
scored AS (
  SELECT id, uid,
    greatest(worst, o_way, o_skill, CASE WHEN s_wish = 300 THEN 1 ELSE 0 END, o_week,
      nights, longs) AS verdict,
    whole({m_distance} * CASE WHEN s_way < 0 THEN 500 ELSE s_way END, 1000)
    + whole({m_skills} * CASE WHEN s_skill < 0 THEN 500 ELSE s_skill END, 1000)
    + whole({m_week} * CASE WHEN s_week < 0 THEN 500
        ELSE greatest(0, s_week - 40 * wait) END, 1000)
    + whole({m_pay} * CASE WHEN s_pay < 0 THEN 500 ELSE s_pay END, 1000)
    + whole({m_wish} * CASE WHEN s_wish < 0 THEN 500 ELSE s_wish END, 1000)
    + whole({m_terms} * (500 * insurance + 250 * meals
        + CASE WHEN training = 1 OR lodging = 1 THEN 250 ELSE 0 END), 1000)
    + whole({m_ease} * CASE cautions + CASE WHEN o_way = 1 THEN 1 ELSE 0 END
        + CASE WHEN o_skill = 1 THEN 1 ELSE 0 END
        + CASE WHEN s_wish = 300 THEN 1 ELSE 0 END
        + CASE WHEN o_week = 1 THEN weight ELSE 0 END
        + CASE WHEN longs = 1 THEN 1 ELSE 0 END
      WHEN 0 THEN 1000 WHEN 1 THEN 500 ELSE 0 END, 1000) AS score
  FROM weeks)
SELECT id, verdict, score, count(*) OVER () AS listed FROM scored WHERE verdict < 3
ORDER BY verdict, score DESC, uid LIMIT {top}
