-- Written by npm run schema from the migrations; not run by anything.

CREATE OR REPLACE FUNCTION billing.reached()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select string_to_array(nullif(current_setting('dezky.tenants', true), ''), ',') $function$;

create table billing.audit_outbox (
  id text not null,
  tenant_id text not null,
  sequence bigint generated always as identity not null,
  record jsonb not null,
  constraint audit_outbox_pkey PRIMARY KEY (id)
);
comment on table billing.audit_outbox is 'Audit entries written in the transaction of the change, until identity has taken them.';
CREATE INDEX audit_outbox_in_order ON billing.audit_outbox USING btree (sequence);
alter table billing.audit_outbox enable row level security;
alter table billing.audit_outbox force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT billing.reached() AS reached)::text[])) OR (( SELECT billing.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT billing.reached() AS reached)::text[])) OR (( SELECT billing.reached() AS reached) = ARRAY['*'::text])))

create table billing.subscriptions (
  tenant_id text not null,
  customer_id text,
  subscription_id text,
  wanted_seats integer not null,
  wanted_version bigint not null,
  billed_seats integer,
  billed_version bigint,
  constraint subscriptions_customer_id_key UNIQUE (customer_id),
  constraint subscriptions_subscription_id_key UNIQUE (subscription_id),
  constraint subscriptions_pkey PRIMARY KEY (tenant_id),
  constraint subscriptions_wanted_seats_check CHECK ((wanted_seats >= 0))
);
comment on column billing.subscriptions.wanted_version is 'Identity counts the changes of a tenant’s members; what is older than this is dropped.';
comment on column billing.subscriptions.billed_version is 'The version that Stripe was last seen to have.';
alter table billing.subscriptions enable row level security;
alter table billing.subscriptions force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT billing.reached() AS reached)::text[])) OR (( SELECT billing.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT billing.reached() AS reached)::text[])) OR (( SELECT billing.reached() AS reached) = ARRAY['*'::text])))
