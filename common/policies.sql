-- What parts the rows of a {table}, for each that has a scope; statements are parted by
-- dashes. Migrations that have run read this file: it stays, as it is.
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY
----
ALTER TABLE {table} FORCE ROW LEVEL SECURITY
----
CREATE POLICY app_reads ON {table} FOR SELECT TO {service}_app USING ({read})
----
CREATE POLICY app_writes ON {table} TO {service}_app
  USING ({reach}) WITH CHECK ({reach})
----
CREATE POLICY feed_reads ON {table} FOR SELECT TO {service}_feed USING (true)
----
CREATE POLICY owner_all ON {table} TO {service}_owner USING (true)
