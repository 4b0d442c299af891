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
  attempts integer default 0 not null,
  last_calendar_error text,
  attendee_name text not null,
  attendee_email text not null,
  created_at timestamp with time zone default now() not null,
  constraint no_overlap EXCLUDE USING gist (host_member_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((state <> 'CANCELLED'::text)),
  constraint bookings_pkey PRIMARY KEY (id),
  constraint bookings_page_id_fkey FOREIGN KEY (page_id) REFERENCES booking.booking_pages(id),
  constraint bookings_check CHECK ((ends_at > starts_at)),
  constraint bookings_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'CONFIRMED'::text, 'CALENDAR_FAILED'::text, 'CANCELLED'::text])))
);
CREATE INDEX bookings_of_tenant ON booking.bookings USING btree (tenant_id, starts_at, id);
alter table booking.bookings enable row level security;
alter table booking.bookings force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT booking.reached() AS reached)::text[])) OR (( SELECT booking.reached() AS reached) = ARRAY['*'::text])))
