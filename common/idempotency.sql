-- The table of keys of one {service}; statements are parted by dashes. Migrations that
-- have run read this file: it stays, as it is.
CREATE TABLE idempotency (
  key bytea PRIMARY KEY,
  request bytea NOT NULL,
  answer bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
)
----
CREATE INDEX idempotency_made_at ON idempotency (made_at)
----
GRANT SELECT, INSERT, DELETE ON idempotency TO {service}_app
----
REVOKE ALL ON idempotency FROM {service}_feed
