#!/bin/sh
# Runs once, when the volume is empty: a database and three roles for each member.
set -eu

make_database() {
  name=$1
  rest=${2#*:}
  psql --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
    --set=name="$name" --set=owner="${name}_owner" --set=owner_password="${2%%:*}" \
    --set=app="${name}_app" --set=app_password="${rest%%:*}" \
    --set=feed="${name}_feed" --set=feed_password="${rest#*:}" <<'SQL'
CREATE ROLE :"owner" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE :"app" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE ROLE :"feed" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'feed_password';
CREATE DATABASE :"name" OWNER :"owner";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"app", :"feed";
SQL
}

make_database people "$PEOPLE_PASSWORDS"
make_database jobs "$JOBS_PASSWORDS"
make_database gateway "$GATEWAY_PASSWORDS"
