-- What a member looks at before it trusts a PostgreSQL: settings by name, and answers
-- to questions of which each must be `false`.
SELECT name, current_setting(name) FROM pg_settings
UNION ALL
-- Row-level security would hold nobody back.
SELECT 'bypasses policies', (rolsuper OR rolbypassrls)::text
FROM pg_roles WHERE rolname = current_user
UNION ALL
-- A replica may show commits in another order, and the feed numbers what it sees.
SELECT 'is a standby', pg_is_in_recovery()::text
UNION ALL
SELECT 'is older than 15', (current_setting('server_version_num')::int < 150000)::text
UNION ALL
-- After an upgrade of the system indexes of text may be in an order that no longer is.
-- 100 is the database's own collation; an old server has no such column, hence JSON.
SELECT 'sorts anew', (recorded IS NOT NULL
  AND recorded IS DISTINCT FROM pg_collation_actual_version(100))::text
FROM (SELECT to_jsonb(d) ->> 'datcollversion' AS recorded
  FROM pg_database AS d WHERE datname = current_database()) AS made
