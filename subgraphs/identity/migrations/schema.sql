-- Written by npm run schema from the migrations; not run by anything.

CREATE OR REPLACE FUNCTION identity.keep_governed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        begin
          perform 1 from identity.tenants where id = old.tenant_id for no key update;
          if old.role = 'OWNER' and not exists (select 1 from identity.members where tenant_id = old.tenant_id and role = 'OWNER') then
            raise exception 'The tenant would be without an owner.' using errcode = 'check_violation', constraint = 'keep_an_owner';
          end if;
          if not exists (select 1 from identity.members where tenant_id = old.tenant_id and role in ('OWNER', 'ADMIN') and status = 'ACTIVE' and blocked_at is null) then
            raise exception 'The tenant would be without an admin.' using errcode = 'check_violation', constraint = 'keep_an_admin';
          end if;
          return null;
        end $function$;

CREATE OR REPLACE FUNCTION identity.place_elsewhere(person text, here text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'identity'
AS $function$
        declare
          tenants text := current_setting('dezky.tenants', true);
          place text;
        begin
          perform set_config('dezky.tenants', '*', true);
          select case
            when exists (select 1 from platform_operators where user_id = person) or exists (select 1 from partner_staff where user_id = person) then 'OPEN'
            when exists (select 1 from members where user_id = person and tenant_id <> here and blocked_at is null) then 'OPEN'
            when exists (select 1 from members where user_id = person and tenant_id <> here) then 'BLOCKED'
            else 'NONE' end into place;
          perform set_config('dezky.tenants', tenants, true);
          return place;
        end $function$;

CREATE OR REPLACE FUNCTION identity.reached()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select string_to_array(nullif(current_setting('dezky.tenants', true), ''), ',') $function$;

create table identity.access_attempts (
  report_id text not null,
  "position" integer not null,
  tenant_id text not null,
  way text not null,
  system text not null,
  outcome text not null,
  detail text not null,
  at timestamp with time zone not null,
  constraint access_attempts_pkey PRIMARY KEY (report_id, "position"),
  constraint access_attempts_report_id_fkey FOREIGN KEY (report_id) REFERENCES identity.access_reports(id) ON DELETE CASCADE,
  constraint access_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['REFUSED'::text, 'CLOSED'::text, 'LET_IN'::text, 'NONE_EXISTED'::text, 'KEPT'::text, 'UNANSWERED'::text, 'NOT_TESTED'::text])))
);
alter table identity.access_attempts enable row level security;
alter table identity.access_attempts force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.access_reports (
  id text not null,
  tenant_id text not null,
  workflow_id text not null,
  member_id text not null,
  member_name text not null,
  address text not null,
  reason text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  proven boolean not null,
  constraint access_reports_workflow_id_key UNIQUE (workflow_id),
  constraint access_reports_pkey PRIMARY KEY (id),
  constraint access_reports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES identity.tenants(id),
  constraint access_reports_reason_check CHECK ((reason = ANY (ARRAY['SUSPENDED'::text, 'REMOVED'::text])))
);
comment on table identity.access_reports is 'What became of every way in when somebody was kept out. Names are kept: a report outlives the member.';
comment on column identity.access_reports.started_at is 'When the change was asked for; finished_at when the last way in had been tried.';
CREATE INDEX access_reports_of_member ON identity.access_reports USING btree (member_id, started_at DESC);
alter table identity.access_reports enable row level security;
alter table identity.access_reports force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.audit_entries (
  id text not null,
  tenant_id text not null,
  sequence bigint generated always as identity not null,
  at timestamp with time zone not null,
  actor jsonb not null,
  action text not null,
  outcome text not null,
  target jsonb,
  summary text not null,
  changes jsonb not null,
  ip_address text,
  request_id text not null,
  constraint audit_entries_pkey PRIMARY KEY (id),
  constraint audit_entries_outcome_check CHECK ((outcome = ANY (ARRAY['SUCCEEDED'::text, 'REFUSED'::text, 'FAILED'::text])))
);
CREATE INDEX audit_entries_in_order ON identity.audit_entries USING btree (tenant_id, sequence);
alter table identity.audit_entries enable row level security;
alter table identity.audit_entries force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.idempotency_keys (
  id bytea not null,
  fingerprint bytea not null,
  held_by text not null,
  held_until timestamp with time zone not null,
  begun bytea,
  answer bytea,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (id)
);
comment on table identity.idempotency_keys is 'Mutations of the last 24 hours by the key they were sent with, so that none is done twice.';
comment on column identity.idempotency_keys.id is 'HMAC of who asks and of the key.';
comment on column identity.idempotency_keys.fingerprint is 'HMAC of what is asked.';
comment on column identity.idempotency_keys.held_until is 'Until when whoever works on it is taken to be alive; renewed while they are.';
comment on column identity.idempotency_keys.begun is 'Sealed: what the transaction of the effect returned. Whoever takes the work over goes on from there.';
comment on column identity.idempotency_keys.answer is 'Sealed; null while the work is under way.';
CREATE INDEX idempotency_keys_by_age ON identity.idempotency_keys USING btree (created_at);

create table identity.member_import_rows (
  import_id text not null,
  line integer not null,
  tenant_id text not null,
  cells text[] not null,
  broken text,
  address text,
  display_name text,
  action text not null,
  reason text,
  changes jsonb default '[]'::jsonb not null,
  state text not null,
  detail text,
  member_id text,
  workflow_id text,
  secret bytea,
  constraint member_import_rows_pkey PRIMARY KEY (import_id, line),
  constraint member_import_rows_import_id_fkey FOREIGN KEY (import_id) REFERENCES identity.member_imports(id) ON DELETE CASCADE,
  constraint member_import_rows_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'SKIP'::text, 'CONFLICT'::text]))),
  constraint member_import_rows_line_check CHECK ((line > 0)),
  constraint member_import_rows_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'UNDOING'::text, 'UNDONE'::text, 'KEPT'::text])))
);
comment on column identity.member_import_rows.line is 'Where the row begins in the file, counted from 1 as editors do.';
comment on column identity.member_import_rows.broken is 'Why the cells could not be read.';
comment on column identity.member_import_rows.secret is 'The one-time password, sealed; wiped a day after the import ended.';
CREATE INDEX member_import_rows_by_action ON identity.member_import_rows USING btree (import_id, action, line);
CREATE INDEX member_import_rows_by_state ON identity.member_import_rows USING btree (import_id, state, line);
alter table identity.member_import_rows enable row level security;
alter table identity.member_import_rows force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.member_imports (
  id text not null,
  tenant_id text not null,
  file_name text not null,
  state text not null,
  paused_from text,
  columns jsonb not null,
  actor jsonb not null,
  request_id text not null,
  ip_address text,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  held_by text,
  held_until timestamp with time zone,
  constraint member_imports_pkey PRIMARY KEY (id),
  constraint member_imports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES identity.tenants(id),
  constraint member_imports_paused_from_check CHECK ((paused_from = ANY (ARRAY['RUNNING'::text, 'UNDOING'::text]))),
  constraint member_imports_state_check CHECK ((state = ANY (ARRAY['PREVIEWED'::text, 'RUNNING'::text, 'PAUSED'::text, 'FINISHED'::text, 'UNDOING'::text, 'UNDONE'::text])))
);
comment on column identity.member_imports.actor is 'Who uploaded or started it, in whose name each row is done.';
comment on column identity.member_imports.held_by is 'The process that works on it; another one takes over when held_until has passed.';
CREATE INDEX member_imports_at_work ON identity.member_imports USING btree (held_until) WHERE (state = ANY (ARRAY['RUNNING'::text, 'PAUSED'::text, 'UNDOING'::text]));
CREATE INDEX member_imports_of_tenant ON identity.member_imports USING btree (tenant_id, created_at, id);
CREATE UNIQUE INDEX one_import_at_work ON identity.member_imports USING btree (tenant_id) WHERE (state = ANY (ARRAY['RUNNING'::text, 'PAUSED'::text, 'UNDOING'::text]));
alter table identity.member_imports enable row level security;
alter table identity.member_imports force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.members (
  id text not null,
  tenant_id text not null,
  user_id text not null,
  address text not null,
  role text not null,
  status text not null,
  blocked_at timestamp with time zone,
  display_name text not null,
  first_name text,
  last_name text,
  phone text,
  alternative_email text,
  created_at timestamp with time zone default now() not null,
  search_text text generated always as (lower(((display_name || ' '::text) || address))) stored,
  bootstrap boolean default false not null,
  constraint members_tenant_id_user_id_key UNIQUE (tenant_id, user_id),
  constraint keep_governed_on_delete TRIGGER DEFERRABLE INITIALLY DEFERRED,
  constraint keep_governed_on_update TRIGGER DEFERRABLE INITIALLY DEFERRED,
  constraint members_pkey PRIMARY KEY (id),
  constraint members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES identity.tenants(id),
  constraint members_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id) DEFERRABLE INITIALLY DEFERRED,
  constraint members_address_check CHECK ((address = lower(address))),
  constraint members_role_check CHECK ((role = ANY (ARRAY['OWNER'::text, 'ADMIN'::text, 'MEMBER'::text]))),
  constraint members_status_check CHECK ((status = ANY (ARRAY['PROVISIONING'::text, 'ACTIVE'::text, 'SUSPENDED'::text, 'REMOVING'::text])))
);
comment on column identity.members.blocked_at is 'From here on the member reaches nothing, while the back ends are still being told.';
comment on column identity.members.bootstrap is 'The admin without a mailbox the tenant was opened with; the role is locked until there is a mailbox.';
CREATE INDEX members_by_age ON identity.members USING btree (tenant_id, created_at, id);
CREATE INDEX members_by_name ON identity.members USING btree (tenant_id, lower(display_name), id);
CREATE INDEX members_of_user ON identity.members USING btree (user_id);
CREATE UNIQUE INDEX one_owner ON identity.members USING btree (tenant_id) WHERE (role = 'OWNER'::text);
alter table identity.members enable row level security;
alter table identity.members force row level security;
CREATE CONSTRAINT TRIGGER keep_governed_on_delete AFTER DELETE ON identity.members DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.role = ANY (ARRAY['OWNER'::text, 'ADMIN'::text])) AND (old.status = 'ACTIVE'::text) AND (old.blocked_at IS NULL))) EXECUTE FUNCTION identity.keep_governed();
CREATE CONSTRAINT TRIGGER keep_governed_on_update AFTER UPDATE OF role, status, blocked_at ON identity.members DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.role = ANY (ARRAY['OWNER'::text, 'ADMIN'::text])) AND (old.status = 'ACTIVE'::text) AND (old.blocked_at IS NULL) AND ((new.role = 'MEMBER'::text) OR (new.status <> 'ACTIVE'::text) OR (new.blocked_at IS NOT NULL) OR ((old.role = 'OWNER'::text) AND (new.role <> 'OWNER'::text))))) EXECUTE FUNCTION identity.keep_governed();
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.partner_clients (
  client_id text not null,
  partner_id text not null,
  name text not null,
  constraint partner_clients_pkey PRIMARY KEY (client_id),
  constraint partner_clients_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES identity.partners(id)
);

create table identity.partner_staff (
  user_id text not null,
  partner_id text not null,
  constraint partner_staff_pkey PRIMARY KEY (user_id),
  constraint partner_staff_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES identity.partners(id),
  constraint partner_staff_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);

create table identity.partner_tenants (
  partner_id text not null,
  tenant_id text not null,
  constraint partner_tenants_pkey PRIMARY KEY (partner_id, tenant_id),
  constraint partner_tenants_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES identity.partners(id),
  constraint partner_tenants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES identity.tenants(id)
);
alter table identity.partner_tenants enable row level security;
alter table identity.partner_tenants force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.partners (
  id text not null,
  name text not null,
  constraint partners_name_key UNIQUE (name),
  constraint partners_pkey PRIMARY KEY (id)
);

create table identity.platform_operators (
  user_id text not null,
  constraint platform_operators_pkey PRIMARY KEY (user_id),
  constraint platform_operators_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);

create table identity.tenants (
  id text not null,
  tenant_id text generated always as (id) stored,
  slug text not null,
  name text not null,
  seat_limit integer,
  seats_version bigint default 0 not null,
  created_at timestamp with time zone default now() not null,
  constraint tenants_slug_key UNIQUE (slug),
  constraint tenants_pkey PRIMARY KEY (id),
  constraint tenants_seat_limit_check CHECK ((seat_limit > 0)),
  constraint tenants_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{1,62}$'::text))
);
comment on column identity.tenants.tenant_id is 'The id again, so that the fence is the same on every table.';
comment on column identity.tenants.seats_version is 'Counts changes of the number of members; billing ignores what is older than it knows.';
alter table identity.tenants enable row level security;
alter table identity.tenants force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.users (
  id text not null,
  email text not null,
  display_name text not null,
  subject text,
  authentik_pk integer,
  password_change_required boolean default false not null,
  created_at timestamp with time zone default now() not null,
  sessions_ended_at timestamp with time zone,
  constraint users_authentik_pk_key UNIQUE (authentik_pk),
  constraint users_email_key UNIQUE (email),
  constraint users_subject_key UNIQUE (subject),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_check CHECK ((email = lower(email)))
);
comment on column identity.users.subject is 'The sub claim of the identity provider (OpenID Connect Core section 2).';
comment on column identity.users.sessions_ended_at is 'Sessions and tokens given out before are refused.';
alter table identity.users enable row level security;
alter table identity.users force row level security;
-- policy through_members using (((( SELECT identity.reached() AS reached) = ARRAY['*'::text]) OR (EXISTS ( SELECT 1
   FROM identity.members m
  WHERE (m.user_id = users.id))))) with check (true)

create table identity.workflow_steps (
  workflow_id text not null,
  "position" integer not null,
  tenant_id text not null,
  name text not null,
  title text not null,
  system text not null,
  state text not null,
  attempts integer default 0 not null,
  last_error text,
  verified_at timestamp with time zone,
  constraint workflow_steps_pkey PRIMARY KEY (workflow_id, "position"),
  constraint workflow_steps_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES identity.workflows(id) ON DELETE CASCADE,
  constraint workflow_steps_state_check CHECK ((state = ANY (ARRAY['PLANNED'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'UNDONE'::text])))
);
alter table identity.workflow_steps enable row level security;
alter table identity.workflow_steps force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))

create table identity.workflows (
  id text not null,
  tenant_id text not null,
  subject_id text not null,
  name text not null,
  kind text not null,
  state text not null,
  runs integer default 1 not null,
  input jsonb not null,
  secret bytea,
  actor jsonb not null,
  request_id text not null,
  started_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  trace_parent text,
  constraint workflows_pkey PRIMARY KEY (id),
  constraint workflows_state_check CHECK ((state = ANY (ARRAY['RUNNING'::text, 'SUCCEEDED'::text, 'NEEDS_ATTENTION'::text, 'UNDOING'::text, 'UNDONE'::text])))
);
comment on column identity.workflows.subject_id is 'What the workflow is about: a member, a domain.';
comment on column identity.workflows.runs is 'How often it was handed to the engine: once, and once more for each retry and undo.';
comment on column identity.workflows.secret is 'Sealed; wiped when the workflow ends well or is undone.';
CREATE INDEX workflows_of_subject ON identity.workflows USING btree (subject_id, started_at, id);
CREATE INDEX workflows_of_tenant ON identity.workflows USING btree (tenant_id, started_at, id);
alter table identity.workflows enable row level security;
alter table identity.workflows force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT identity.reached() AS reached)::text[])) OR (( SELECT identity.reached() AS reached) = ARRAY['*'::text])))
