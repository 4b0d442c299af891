-- Written by npm run schema from the migrations; not run by anything.

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
