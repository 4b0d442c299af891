#!/bin/sh
# Run once by the image, on an empty data folder: Authentik's database beside ours, with a role of its own.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$AUTHENTIK_DATABASE_PASSWORD" -U "${POSTGRES_USER:-postgres}" -d postgres <<'SQL'
create role authentik login password :'password';
create database authentik owner authentik;
SQL
