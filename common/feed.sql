-- The tables and trigger functions of a change feed; statements are parted by dashes.
-- Migrations that have run read this file: it stays, and a later need is another file.

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pos bigint,
  kind text NOT NULL,
  entity_id uuid NOT NULL,
  version bigint NOT NULL,
  op text NOT NULL
)
----
CREATE UNIQUE INDEX outbox_pos ON outbox (pos) WHERE pos IS NOT NULL
----
CREATE INDEX outbox_unnumbered ON outbox (id) WHERE pos IS NULL
----
-- Outlive the outbox, which is trimmed: a row made again continues its version.
CREATE TABLE tombstones (
  kind text,
  entity_id uuid,
  version bigint NOT NULL,
  PRIMARY KEY (kind, entity_id)
)
----
CREATE TABLE feed_head (
  only_one bool PRIMARY KEY DEFAULT true CHECK (only_one),
  epoch uuid NOT NULL DEFAULT gen_random_uuid(),
  pos bigint NOT NULL DEFAULT 0,
  oldest_pos bigint NOT NULL DEFAULT 0,
  server text
)
----
INSERT INTO feed_head DEFAULT VALUES
----
-- The functions run as the owner, so that no caller needs a right on the outbox, and a
-- child's writer may bump a root that he could not write himself.
CREATE FUNCTION feed_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.version = 1 + coalesce((SELECT t.version FROM tombstones t
      WHERE t.kind = TG_ARGV[0] AND t.entity_id = NEW.id), 0);
  ELSIF NEW.id <> OLD.id THEN
    RAISE EXCEPTION 'the id of a row never changes';
  ELSE
    NEW.version = OLD.version + 1;
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION feed_announce() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO tombstones VALUES (TG_ARGV[0], OLD.id, OLD.version + 1)
      ON CONFLICT (kind, entity_id) DO UPDATE SET version = excluded.version;
    INSERT INTO outbox (kind, entity_id, version, op)
      VALUES (TG_ARGV[0], OLD.id, OLD.version + 1, 'drop');
    RETURN NULL;
  END IF;
  -- An insert that waited for the delete of the same id chose its version before the
  -- tombstone could be seen; it is sent back to be tried again.
  IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM tombstones t
      WHERE t.kind = TG_ARGV[0] AND t.entity_id = NEW.id
      AND t.version >= NEW.version) THEN
    RAISE EXCEPTION 'deleted a moment ago' USING ERRCODE = '40001';
  END IF;
  INSERT INTO outbox (kind, entity_id, version, op)
    VALUES (TG_ARGV[0], NEW.id, NEW.version, 'put');
  RETURN NULL;
END $$
----
-- Bumps the roots of changed child rows once a statement. Roots are locked in the
-- order of their ids, so that two bulk writers cannot dead-lock.
CREATE FUNCTION feed_bump() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  touched text = CASE TG_OP WHEN 'INSERT' THEN 'SELECT %2$I FROM after_rows'
    WHEN 'DELETE' THEN 'SELECT %2$I FROM before_rows'
    ELSE 'SELECT %2$I FROM after_rows UNION SELECT %2$I FROM before_rows' END;
BEGIN
  EXECUTE format('UPDATE %1$I SET version = version WHERE id IN (SELECT id FROM %1$I'
    || ' WHERE id IN (' || touched || ') ORDER BY id FOR UPDATE)',
    TG_ARGV[0], TG_ARGV[1]);
  RETURN NULL;
END $$
----
-- Gives the next dense positions to committed changes, one numberer at a time. The lock
-- is taken in a statement before the one that reads: in the same statement the snapshot
-- would be older than the lock, and two numberers would give one position twice.
CREATE FUNCTION feed_number(
  batch_size int, kept bigint, OUT complete bool, OUT epoch uuid, OUT head bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  taken bigint;
BEGIN
  -- Whoever does not get the lock cannot know whether something is left.
  complete = pg_try_advisory_xact_lock(7307301);
  SELECT h.epoch, h.pos INTO epoch, head FROM feed_head AS h;
  IF NOT complete OR NOT EXISTS (SELECT FROM outbox WHERE outbox.pos IS NULL) THEN
    RETURN;
  END IF;
  -- A row that a later row of the batch overtakes is dropped rather than numbered: both
  -- would tell the same current contract.
  WITH batch AS (
    SELECT id, row_number() OVER (PARTITION BY kind, entity_id ORDER BY id DESC) AS back
    FROM (SELECT id, kind, entity_id FROM outbox WHERE pos IS NULL
      ORDER BY id LIMIT batch_size) AS waiting
  ), overtaken AS (
    DELETE FROM outbox USING batch WHERE outbox.id = batch.id AND back > 1
  ), numbered AS (
    SELECT id, (SELECT pos FROM feed_head) + row_number() OVER (ORDER BY id) AS pos
    FROM batch WHERE back = 1
  ), placed AS (
    UPDATE outbox SET pos = numbered.pos FROM numbered WHERE outbox.id = numbered.id
  ), raised AS (
    UPDATE feed_head SET pos = pos + (SELECT count(*) FROM numbered)
  )
  SELECT count(*), count(*) FILTER (WHERE back = 1) + head INTO taken, head FROM batch;
  complete = taken < batch_size;
  WITH trimmed AS (
    UPDATE feed_head SET oldest_pos = pos - kept
    WHERE pos - oldest_pos > kept + batch_size RETURNING oldest_pos
  )
  DELETE FROM outbox USING trimmed WHERE outbox.pos <= trimmed.oldest_pos;
END $$
----
-- Makes every consumer read all again; whoever restores a database calls it.
CREATE FUNCTION feed_rotate() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE feed_head SET epoch = gen_random_uuid()
$$
----
-- Called at start: rotates the epoch on another server or timeline than before.
CREATE FUNCTION feed_keep_epoch() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE feed_head SET server = here.server, epoch = CASE
    WHEN feed_head.server IS NULL THEN epoch ELSE gen_random_uuid() END
  FROM (SELECT system_identifier || '/' || timeline_id AS server
    FROM pg_control_system(), pg_control_checkpoint()) AS here
  WHERE feed_head.server IS DISTINCT FROM here.server
$$
