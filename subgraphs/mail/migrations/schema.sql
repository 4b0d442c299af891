-- Written by npm run schema from the migrations; not run by anything.

CREATE OR REPLACE FUNCTION mail.keep_removed_domains_empty()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      declare
        now_is text;
      begin
        -- The lock waits for a removal that is being written, and reads what it left.
        select status into now_is from mail.domains where id = new.domain_id for key share;
        if now_is = 'REMOVING' then
          raise exception 'the domain of % is being removed', new.address using errcode = 'foreign_key_violation', constraint = 'no_address_on_removed_domain';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION mail.reached()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select string_to_array(nullif(current_setting('dezky.tenants', true), ''), ',') $function$;

create table mail.addresses (
  address text not null,
  tenant_id text not null,
  domain_id text not null,
  constraint addresses_pkey PRIMARY KEY (address),
  constraint addresses_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES mail.domains(id),
  constraint addresses_address_check CHECK ((address = lower(address)))
);
comment on table mail.addresses is 'The one address space of everything that receives mail, over all tenants.';
CREATE INDEX addresses_of_domain ON mail.addresses USING btree (domain_id);
alter table mail.addresses enable row level security;
alter table mail.addresses force row level security;
CREATE TRIGGER keep_removed_domains_empty BEFORE INSERT ON mail.addresses FOR EACH ROW EXECUTE FUNCTION mail.keep_removed_domains_empty();
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.aliases (
  address text not null,
  tenant_id text not null,
  mailbox_id text not null,
  domain_id text not null,
  local_part text not null,
  enabled boolean default true not null,
  description text,
  leaving boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint aliases_pkey PRIMARY KEY (address),
  constraint aliases_address_fkey FOREIGN KEY (address) REFERENCES mail.addresses(address),
  constraint aliases_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES mail.domains(id),
  constraint aliases_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES mail.mailboxes(id),
  constraint aliases_description_check CHECK ((description <> ''::text))
);
comment on table mail.aliases is 'Further addresses of mailboxes as they are wanted; the mail server is made to agree.';
comment on column mail.aliases.leaving is 'Taken away, and kept from everybody else until the mail server has let go of it.';
CREATE INDEX aliases_of_mailbox ON mail.aliases USING btree (mailbox_id);
CREATE INDEX aliases_of_tenant ON mail.aliases USING btree (tenant_id);
alter table mail.aliases enable row level security;
alter table mail.aliases force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.audit_outbox (
  id text not null,
  tenant_id text not null,
  sequence bigint generated always as identity not null,
  record jsonb not null,
  constraint audit_outbox_pkey PRIMARY KEY (id)
);
comment on table mail.audit_outbox is 'Audit entries written in the transaction of the change, until identity has taken them.';
CREATE INDEX audit_outbox_in_order ON mail.audit_outbox USING btree (sequence);
alter table mail.audit_outbox enable row level security;
alter table mail.audit_outbox force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.distribution_list_recipients (
  list_id text not null,
  tenant_id text not null,
  address text not null,
  base_address text generated always as (regexp_replace(address, '[+][^@]*@'::text, '@'::text)) stored not null,
  constraint distribution_list_recipients_pkey PRIMARY KEY (list_id, address),
  constraint distribution_list_recipients_list_id_fkey FOREIGN KEY (list_id) REFERENCES mail.distribution_lists(id) ON DELETE CASCADE,
  constraint distribution_list_recipients_address_check CHECK ((address = lower(address)))
);
comment on column mail.distribution_list_recipients.base_address is 'Without a sub-address (RFC 5233): whose it is. A removed mailbox is left out by it, and a renamed one followed.';
CREATE INDEX distribution_list_recipients_by_base ON mail.distribution_list_recipients USING btree (tenant_id, base_address);
alter table mail.distribution_list_recipients enable row level security;
alter table mail.distribution_list_recipients force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.distribution_lists (
  id text not null,
  tenant_id text not null,
  address text not null,
  domain_id text not null,
  local_part text not null,
  name text not null,
  stalwart_id text,
  leaving boolean default false not null,
  former_addresses text[] default '{}'::text[] not null,
  created_at timestamp with time zone default now() not null,
  constraint distribution_lists_address_key UNIQUE (address),
  constraint distribution_lists_stalwart_id_key UNIQUE (stalwart_id),
  constraint distribution_lists_pkey PRIMARY KEY (id),
  constraint distribution_lists_address_fkey FOREIGN KEY (address) REFERENCES mail.addresses(address),
  constraint distribution_lists_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES mail.domains(id),
  constraint distribution_lists_name_check CHECK ((name <> ''::text))
);
comment on table mail.distribution_lists is 'One address, many recipients, as they are wanted; the mail server is made to agree.';
comment on column mail.distribution_lists.leaving is 'Deleted, and its address kept from everybody else until the mail server has let go of it.';
comment on column mail.distribution_lists.former_addresses is 'Addresses it had before, kept until the mail server has let go of them.';
CREATE INDEX distribution_lists_of_tenant ON mail.distribution_lists USING btree (tenant_id, address);
alter table mail.distribution_lists enable row level security;
alter table mail.distribution_lists force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.dns_records (
  id text not null,
  tenant_id text not null,
  domain_id text not null,
  "position" integer not null,
  kind text not null,
  type text not null,
  host text not null,
  value text not null,
  required boolean not null,
  state text not null,
  found text[] default '{}'::text[] not null,
  advice text,
  propagates_at timestamp with time zone,
  constraint dns_records_domain_id_position_key UNIQUE (domain_id, "position"),
  constraint dns_records_pkey PRIMARY KEY (id),
  constraint dns_records_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES mail.domains(id) ON DELETE CASCADE,
  constraint dns_records_kind_check CHECK ((kind = ANY (ARRAY['OWNERSHIP'::text, 'MX'::text, 'SPF'::text, 'DKIM'::text, 'DMARC'::text, 'AUTODISCOVERY'::text]))),
  constraint dns_records_state_check CHECK ((state = ANY (ARRAY['UNCHECKED'::text, 'OK'::text, 'WARN'::text, 'BAD'::text, 'UNKNOWN'::text]))),
  constraint dns_records_type_check CHECK ((type = ANY (ARRAY['MX'::text, 'TXT'::text, 'SRV'::text, 'CNAME'::text])))
);
comment on column mail.dns_records.propagates_at is 'When everybody sees what the domain''s own name servers say; null where nothing is under way.';
alter table mail.dns_records enable row level security;
alter table mail.dns_records force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.domain_notice_states (
  domain_id text not null,
  tenant_id text not null,
  known text not null,
  seen text,
  since timestamp with time zone,
  checks integer default 0 not null,
  told_at timestamp with time zone[] default '{}'::timestamp with time zone[] not null,
  constraint domain_notice_states_pkey PRIMARY KEY (domain_id),
  constraint domain_notice_states_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES mail.domains(id) ON DELETE CASCADE,
  constraint domain_notice_states_known_check CHECK ((known = ANY (ARRAY['NOTHING'::text, 'RIGHT'::text, 'WRONG'::text, 'CHANGING'::text]))),
  constraint domain_notice_states_seen_check CHECK ((seen = ANY (ARRAY['RIGHT'::text, 'WRONG'::text])))
);
comment on table mail.domain_notice_states is 'What the admins know of the records of a domain, so that they are not written to at each turn of records that keep changing.';
comment on column mail.domain_notice_states.known is 'What they were told last, or saw themselves.';
comment on column mail.domain_notice_states.seen is 'What the latest checks found, in a row since the time beside it.';
comment on column mail.domain_notice_states.told_at is 'When they were written to within the last day.';
alter table mail.domain_notice_states enable row level security;
alter table mail.domain_notice_states force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.domain_notices (
  id text not null,
  tenant_id text not null,
  domain_id text not null,
  subject text not null,
  body text not null,
  draft_id text,
  tries integer default 0 not null,
  next_try_at timestamp with time zone default now() not null,
  created_at timestamp with time zone default now() not null,
  sent_at timestamp with time zone,
  submission_id text,
  constraint domain_notices_pkey PRIMARY KEY (id),
  constraint domain_notices_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES mail.domains(id) ON DELETE CASCADE
);
comment on table mail.domain_notices is 'What the admins of a tenant are told by mail about a domain, written in the transaction of the change.';
comment on column mail.domain_notices.draft_id is 'The message at the mail server, once it is there; it goes out under this id alone.';
comment on column mail.domain_notices.submission_id is 'What the mail server calls the sending of it, by which it says who was refused; null also for one whose answer was lost.';
CREATE INDEX domain_notices_of_domain ON mail.domain_notices USING btree (domain_id);
CREATE INDEX domain_notices_to_send ON mail.domain_notices USING btree (next_try_at) WHERE (sent_at IS NULL);
alter table mail.domain_notices enable row level security;
alter table mail.domain_notices force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.domains (
  id text not null,
  tenant_id text not null,
  name text not null,
  is_primary boolean not null,
  status text not null,
  stalwart_id text,
  challenge_token text not null,
  dmarc_policy text not null,
  strict_spf boolean default false not null,
  checked_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  next_check_at timestamp with time zone default (now() + '00:01:00'::interval) not null,
  claimed boolean default false not null,
  constraint domains_stalwart_id_key UNIQUE (stalwart_id),
  constraint domains_pkey PRIMARY KEY (id),
  constraint domains_claimed_check CHECK (
CASE
    WHEN claimed THEN ((status = ANY (ARRAY['CLAIMED'::text, 'REMOVING'::text])) AND (stalwart_id IS NULL))
    ELSE (status <> 'CLAIMED'::text)
END),
  constraint domains_dmarc_policy_check CHECK ((dmarc_policy = ANY (ARRAY['NONE'::text, 'QUARANTINE'::text, 'REJECT'::text]))),
  constraint domains_name_check CHECK ((name = lower(name))),
  constraint domains_status_check CHECK ((status = ANY (ARRAY['CLAIMED'::text, 'PENDING'::text, 'VERIFIED'::text, 'NEEDS_ATTENTION'::text, 'FAILED'::text, 'REMOVING'::text])))
);
comment on column mail.domains.name is 'In ASCII (IDNA). Of all who claim a name one holds it.';
comment on column mail.domains.challenge_token is 'Published by the owner, it proves that the domain is theirs.';
comment on column mail.domains.next_check_at is 'Whoever checks a domain by itself moves this ahead first, so that no two do it at once.';
comment on column mail.domains.claimed is 'Its ownership was never shown: the mail server does not have it, and others may claim the same name.';
CREATE UNIQUE INDEX domains_held_name ON mail.domains USING btree (name) WHERE (NOT claimed);
CREATE UNIQUE INDEX domains_of_tenant ON mail.domains USING btree (tenant_id, name);
CREATE INDEX domains_to_check ON mail.domains USING btree (next_check_at) WHERE (status = ANY (ARRAY['CLAIMED'::text, 'PENDING'::text, 'VERIFIED'::text, 'NEEDS_ATTENTION'::text]));
CREATE UNIQUE INDEX one_primary_domain ON mail.domains USING btree (tenant_id) WHERE is_primary;
alter table mail.domains enable row level security;
alter table mail.domains force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.idempotency_keys (
  id bytea not null,
  fingerprint bytea not null,
  held_by text not null,
  held_until timestamp with time zone not null,
  begun bytea,
  answer bytea,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (id)
);
comment on table mail.idempotency_keys is 'Mutations of the last 24 hours by the key they were sent with, so that none is done twice.';
comment on column mail.idempotency_keys.id is 'HMAC of who asks and of the key.';
comment on column mail.idempotency_keys.fingerprint is 'HMAC of what is asked.';
comment on column mail.idempotency_keys.held_until is 'Until when whoever works on it is taken to be alive; renewed while they are.';
comment on column mail.idempotency_keys.begun is 'Sealed: what the transaction of the effect returned. Whoever takes the work over goes on from there.';
comment on column mail.idempotency_keys.answer is 'Sealed; null while the work is under way.';
CREATE INDEX idempotency_keys_by_age ON mail.idempotency_keys USING btree (created_at);

create table mail.mailboxes (
  id text not null,
  tenant_id text not null,
  member_id text not null,
  address text not null,
  domain_id text not null,
  local_part text not null,
  stalwart_id text,
  state text not null,
  last_error text,
  created_at timestamp with time zone default now() not null,
  display_name text,
  constraint mailboxes_address_key UNIQUE (address),
  constraint mailboxes_member_id_key UNIQUE (member_id),
  constraint mailboxes_stalwart_id_key UNIQUE (stalwart_id),
  constraint mailboxes_pkey PRIMARY KEY (id),
  constraint mailboxes_address_fkey FOREIGN KEY (address) REFERENCES mail.addresses(address),
  constraint mailboxes_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES mail.domains(id),
  constraint mailboxes_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'ACTIVE'::text, 'FROZEN'::text, 'FAILED'::text])))
);
comment on column mail.mailboxes.display_name is 'As it was last given to the mail server, to search by; null for a mailbox from before it was kept.';
CREATE INDEX mailboxes_of_tenant ON mail.mailboxes USING btree (tenant_id);
alter table mail.mailboxes enable row level security;
alter table mail.mailboxes force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.workflow_steps (
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
  constraint workflow_steps_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES mail.workflows(id) ON DELETE CASCADE,
  constraint workflow_steps_state_check CHECK ((state = ANY (ARRAY['PLANNED'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'UNDONE'::text])))
);
alter table mail.workflow_steps enable row level security;
alter table mail.workflow_steps force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))

create table mail.workflows (
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
comment on column mail.workflows.subject_id is 'What the workflow is about: a member, a domain.';
comment on column mail.workflows.runs is 'How often it was handed to the engine: once, and once more for each retry and undo.';
comment on column mail.workflows.secret is 'Sealed; wiped when the workflow ends well or is undone.';
CREATE INDEX workflows_of_subject ON mail.workflows USING btree (subject_id, started_at, id);
CREATE INDEX workflows_of_tenant ON mail.workflows USING btree (tenant_id, started_at, id);
alter table mail.workflows enable row level security;
alter table mail.workflows force row level security;
-- policy tenant using (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text]))) with check (((tenant_id = ANY (( SELECT mail.reached() AS reached)::text[])) OR (( SELECT mail.reached() AS reached) = ARRAY['*'::text])))
