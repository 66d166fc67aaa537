-- What the feed reads; four statements parted by dashes, with {table} for the table of a
-- kind. A row that lives again keeps the tombstone of its earlier life, which then
-- counts for nothing. The last 32 bits are random in every kind of id that we make.
-- Changes after a position, in order.
SELECT pos, kind, entity_id AS id FROM outbox WHERE pos > :after
ORDER BY pos LIMIT :limit
----
-- The versions of some ids, living or dropped.
SELECT id, version FROM {table} WHERE id = ANY(:ids)
UNION ALL
SELECT entity_id, version FROM tombstones AS t
WHERE kind = :kind AND entity_id = ANY(:ids)
  AND NOT EXISTS (SELECT FROM {table} WHERE id = t.entity_id)
----
-- A page of all ids of a kind, living or dropped; those of one bucket, or with -1 all.
(SELECT 0 AS pos, '{kind}' AS kind, id FROM {table}
 WHERE id > :after AND (:bucket < 0
   OR ('x' || right(id::text, 8))::bit(32)::bigint % :buckets = :bucket)
 ORDER BY id LIMIT :limit)
UNION
(SELECT 0, '{kind}', entity_id FROM tombstones
 WHERE kind = '{kind}' AND entity_id > :after AND (:bucket < 0
   OR ('x' || right(entity_id::text, 8))::bit(32)::bigint % :buckets = :bucket)
 ORDER BY entity_id LIMIT :limit)
ORDER BY id LIMIT :limit
----
-- One number for each bucket of ids and versions.
SELECT (tail % :buckets)::int AS bucket,
  (sum((version + 1) * (tail + 1)) % (2::numeric ^ 53))::bigint AS digest
FROM (
  SELECT version, ('x' || right(id::text, 8))::bit(32)::bigint AS tail FROM (
    SELECT id, version FROM {table}
    UNION ALL
    SELECT entity_id, version FROM tombstones AS t
    WHERE kind = :kind AND NOT EXISTS (SELECT FROM {table} WHERE id = t.entity_id)
  ) AS told
) AS tails
GROUP BY 1
