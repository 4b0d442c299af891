-- Written by npm run schema from the migrations; not run by anything.

CREATE OR REPLACE FUNCTION storage.reached()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select string_to_array(nullif(current_setting('dezky.tenants', true), ''), ',') $function$;

create table storage.credentials (
  name text not null,
  refresh_token bytea not null,
  begun_from text not null,
  saved_at timestamp with time zone default now() not null,
  constraint credentials_pkey PRIMARY KEY (name)
);
comment on column storage.credentials.refresh_token is 'Sealed. The newest of a chain: the ones before may be worthless.';
comment on column storage.credentials.begun_from is 'SHA-256 of the configured token that the chain began from; another one in the configuration begins anew.';

create table storage.drives (
  id text not null,
  tenant_id text not null,
  member_id text not null,
  username text not null,
  name text not null,
  ocis_user_id text,
  state text not null,
  created_at timestamp with time zone default now() not null,
  constraint drives_member_id_key UNIQUE (member_id),
  constraint drives_ocis_user_id_key UNIQUE (ocis_user_id),
  constraint drives_username_key UNIQUE (username),
  constraint drives_pkey PRIMARY KEY (id),
  constraint drives_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'ACTIVE'::text, 'FROZEN'::text]))),
  constraint drives_username_check CHECK ((username = lower(username)))
);
comment on column storage.drives.username is 'One flat set on the server, so unique over all tenants.';
comment on column storage.drives.ocis_user_id is 'Null until the account was seen on the server.';
CREATE INDEX drives_by_name ON storage.drives USING btree (tenant_id, lower(name), id);
alter table storage.drives enable row level security;
alter table storage.drives force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT storage.reached() AS reached)::text[])) OR (( SELECT storage.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT storage.reached() AS reached)::text[])) OR (( SELECT storage.reached() AS reached) = ARRAY['*'::text])))
