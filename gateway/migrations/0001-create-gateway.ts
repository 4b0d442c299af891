import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGateway1763856000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table gateway.sessions (
        id_hash bytea primary key,
        subject text not null,
        tokens bytea not null,
        tokens_expire_at timestamptz not null,
        created_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now(),
        expires_at timestamptz not null
      );
      comment on column gateway.sessions.id_hash is 'SHA-256 of the cookie, so that the table alone opens no session.';
      comment on column gateway.sessions.tokens is 'The tokens of the identity provider, sealed.';
      create index sessions_of_subject on gateway.sessions (subject);
      create index sessions_by_expiry on gateway.sessions (expires_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table gateway.sessions;');
  }
}
