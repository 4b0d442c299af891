import { fence, fenceFunction } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStorage1763856000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${fenceFunction('storage')}

      create table storage.drives (
        id text primary key,
        tenant_id text not null,
        member_id text not null unique,
        username text not null unique check (username = lower(username)),
        name text not null,
        ocis_user_id text unique,
        state text not null check (state in ('PENDING', 'ACTIVE', 'FROZEN')),
        created_at timestamptz not null default now()
      );
      comment on column storage.drives.username is 'One flat set on the server, so unique over all tenants.';
      comment on column storage.drives.ocis_user_id is 'Null until the account was seen on the server.';
      create index drives_by_name on storage.drives (tenant_id, lower(name), id);

      create table storage.credentials (
        name text primary key,
        refresh_token bytea not null,
        begun_from text not null,
        saved_at timestamptz not null default now()
      );
      comment on column storage.credentials.refresh_token is 'Sealed. The newest of a chain: the ones before may be worthless.';
      comment on column storage.credentials.begun_from is 'SHA-256 of the configured token that the chain began from; another one in the configuration begins anew.';

      ${fence('storage', 'drives')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table storage.credentials, storage.drives; drop function storage.reached();');
  }
}
