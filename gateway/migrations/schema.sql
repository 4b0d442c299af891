-- Written by npm run schema from the migrations; not run by anything.

create table gateway.budgets (
  payer text not null,
  level double precision not null,
  at timestamp with time zone not null,
  constraint budgets_pkey PRIMARY KEY (payer)
);
comment on column gateway.budgets.level is 'What has flowed into the bucket and not yet out of it, at the time beside it.';
CREATE INDEX budgets_by_age ON gateway.budgets USING btree (at);

create table gateway.idempotency_keys (
  id bytea not null,
  fingerprint bytea not null,
  held_by text not null,
  held_until timestamp with time zone not null,
  begun bytea,
  answer bytea,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (id)
);
comment on table gateway.idempotency_keys is 'Mutations of the last 24 hours by the key they were sent with, so that none is done twice.';
comment on column gateway.idempotency_keys.id is 'HMAC of who asks and of the key.';
comment on column gateway.idempotency_keys.fingerprint is 'HMAC of what is asked.';
comment on column gateway.idempotency_keys.held_until is 'Until when whoever works on it is taken to be alive; renewed while they are.';
comment on column gateway.idempotency_keys.begun is 'Sealed: what the transaction of the effect returned. Whoever takes the work over goes on from there.';
comment on column gateway.idempotency_keys.answer is 'Sealed; null while the work is under way.';
CREATE INDEX idempotency_keys_by_age ON gateway.idempotency_keys USING btree (created_at);

create table gateway.sessions (
  id_hash bytea not null,
  subject text not null,
  tokens bytea not null,
  tokens_expire_at timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (id_hash)
);
comment on column gateway.sessions.id_hash is 'SHA-256 of the cookie, so that the table alone opens no session.';
comment on column gateway.sessions.tokens is 'The tokens of the identity provider, sealed.';
CREATE INDEX sessions_by_expiry ON gateway.sessions USING btree (expires_at);
CREATE INDEX sessions_of_subject ON gateway.sessions USING btree (subject);
