-- Written by npm run schema from the migrations; not run by anything.

CREATE OR REPLACE FUNCTION booking.reached()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select string_to_array(nullif(current_setting('dezky.tenants', true), ''), ',') $function$;

create table booking.audit_outbox (
  id text not null,
  tenant_id text not null,
  sequence bigint generated always as identity not null,
  record jsonb not null,
  constraint audit_outbox_pkey PRIMARY KEY (id)
);
comment on table booking.audit_outbox is 'Audit entries written in the transaction of the change, until identity has taken them.';
CREATE INDEX audit_outbox_in_order ON booking.audit_outbox USING btree (sequence);
alter table booking.audit_outbox enable row level security;
alter table booking.audit_outbox force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text])))

create table booking.booking_pages (
  id text not null,
  tenant_id text not null,
  tenant_slug text not null,
  host_member_id text not null,
  slug text not null,
  title text not null,
  duration_minutes integer not null,
  time_zone text not null,
  hours jsonb not null,
  buffer_minutes integer default 0 not null,
  notice_minutes integer default 0 not null,
  horizon_days integer default 30 not null,
  active boolean default true not null,
  created_at timestamp with time zone default now() not null,
  constraint booking_pages_tenant_id_slug_key UNIQUE (tenant_id, slug),
  constraint booking_pages_tenant_slug_slug_key UNIQUE (tenant_slug, slug),
  constraint booking_pages_pkey PRIMARY KEY (id),
  constraint booking_pages_buffer_minutes_check CHECK (((buffer_minutes >= 0) AND (buffer_minutes <= 240))),
  constraint booking_pages_duration_minutes_check CHECK (((duration_minutes >= 5) AND (duration_minutes <= 480))),
  constraint booking_pages_horizon_days_check CHECK (((horizon_days >= 1) AND (horizon_days <= 365))),
  constraint booking_pages_notice_minutes_check CHECK ((notice_minutes >= 0)),
  constraint booking_pages_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
);
comment on column booking.booking_pages.hours is 'Weekly hours in the time zone of the page: [{ weekday: 1 to 7 (ISO 8601), from: "09:00", to: "17:00" }].';
alter table booking.booking_pages enable row level security;
alter table booking.booking_pages force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text])))

create table booking.bookings (
  id text not null,
  tenant_id text not null,
  page_id text not null,
  host_member_id text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  state text not null,
  attendee_name text not null,
  attendee_email text not null,
  created_at timestamp with time zone default now() not null,
  blocked_until timestamp with time zone not null,
  constraint no_overlap EXCLUDE USING gist (host_member_id WITH =, tstzrange(starts_at, blocked_until) WITH &&) WHERE ((state <> 'CANCELLED'::text)),
  constraint bookings_pkey PRIMARY KEY (id),
  constraint bookings_page_id_fkey FOREIGN KEY (page_id) REFERENCES booking.booking_pages(id),
  constraint bookings_check CHECK ((ends_at > starts_at)),
  constraint bookings_check1 CHECK ((blocked_until >= ends_at)),
  constraint bookings_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'CONFIRMED'::text, 'CALENDAR_FAILED'::text, 'CANCELLED'::text])))
);
comment on column booking.bookings.blocked_until is 'The end and the pause that the page wants after it.';
CREATE INDEX bookings_of_attendee ON booking.bookings USING btree (page_id, attendee_email);
CREATE INDEX bookings_of_tenant ON booking.bookings USING btree (tenant_id, starts_at, id);
alter table booking.bookings enable row level security;
alter table booking.bookings force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text])))

create table booking.idempotency_keys (
  id bytea not null,
  fingerprint bytea not null,
  held_by text not null,
  held_until timestamp with time zone not null,
  begun bytea,
  answer bytea,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (id)
);
comment on table booking.idempotency_keys is 'Mutations of the last 24 hours by the key they were sent with, so that none is done twice.';
comment on column booking.idempotency_keys.id is 'HMAC of who asks and of the key.';
comment on column booking.idempotency_keys.fingerprint is 'HMAC of what is asked.';
comment on column booking.idempotency_keys.held_until is 'Until when whoever works on it is taken to be alive; renewed while they are.';
comment on column booking.idempotency_keys.begun is 'Sealed: what the transaction of the effect returned. Whoever takes the work over goes on from there.';
comment on column booking.idempotency_keys.answer is 'Sealed; null while the work is under way.';
CREATE INDEX idempotency_keys_by_age ON booking.idempotency_keys USING btree (created_at);

create table booking.workflow_steps (
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
  constraint workflow_steps_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES booking.workflows(id) ON DELETE CASCADE,
  constraint workflow_steps_state_check CHECK ((state = ANY (ARRAY['PLANNED'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'UNDONE'::text])))
);
alter table booking.workflow_steps enable row level security;
alter table booking.workflow_steps force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text])))

create table booking.workflows (
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
comment on column booking.workflows.subject_id is 'What the workflow is about: a member, a domain.';
comment on column booking.workflows.runs is 'How often it was handed to the engine: once, and once more for each retry and undo.';
comment on column booking.workflows.secret is 'Sealed; wiped when the workflow ends well or is undone.';
CREATE INDEX workflows_of_subject ON booking.workflows USING btree (subject_id, started_at, id);
CREATE INDEX workflows_of_tenant ON booking.workflows USING btree (tenant_id, started_at, id);
alter table booking.workflows enable row level security;
alter table booking.workflows force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text])))
