/** SQL of the table in which a part remembers what it did under which idempotency key; frozen, later changes are migrations of their own. */
export const idempotencyTable = (schema: string): string => `
  create table ${schema}.idempotency_keys (
    id bytea primary key,
    fingerprint bytea not null,
    held_by text not null,
    held_until timestamptz not null,
    begun bytea,
    answer bytea,
    created_at timestamptz not null default now()
  );
  comment on table ${schema}.idempotency_keys is 'Mutations of the last 24 hours by the key they were sent with, so that none is done twice.';
  comment on column ${schema}.idempotency_keys.id is 'HMAC of who asks and of the key.';
  comment on column ${schema}.idempotency_keys.fingerprint is 'HMAC of what is asked.';
  comment on column ${schema}.idempotency_keys.held_until is 'Until when whoever works on it is taken to be alive; renewed while they are.';
  comment on column ${schema}.idempotency_keys.begun is 'Sealed: what the transaction of the effect returned. Whoever takes the work over goes on from there.';
  comment on column ${schema}.idempotency_keys.answer is 'Sealed; null while the work is under way.';
  create index idempotency_keys_by_age on ${schema}.idempotency_keys (created_at);`;
