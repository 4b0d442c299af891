import type { ActorVerifier } from '@dezky/kit/context/actor-token';
import { openDatabase } from '@dezky/kit/database/data-source';
import { Rows } from '@dezky/kit/database/rows';
import { Sealer } from '@dezky/kit/database/sealed';
import { buildSubgraph } from '@dezky/kit/federation/build-subgraph';
import type { Logger } from '@dezky/kit/log/logger';
import { type Subgraph, serveSubgraph } from '@dezky/kit/server/subgraph';
import type { StorageConfig } from './config';
import { CredentialEntity } from './credential/credential.entity';
import { storedCredential } from './credential/credential.repository';
import { DriveEntity } from './drive/drive.entity';
import { DriveResolver, MemberDriveResolver } from './drive/drive.resolver';
import { MemberReference } from './drive/drive.type';
import { ProvisionDriveResolver } from './drive/provision-drive/provision-drive.resolver';
import { RenameDriveResolver } from './drive/rename-drive/rename-drive.resolver';
import { RemoveDriveResolver } from './drive/remove-drive/remove-drive.resolver';
import { ResumeDriveResolver } from './drive/resume-drive/resume-drive.resolver';
import { SuspendDriveResolver } from './drive/suspend-drive/suspend-drive.resolver';
import { createOcisClient } from './ocis/ocis-client';
import { TenantReferenceResolver, TenantStorageResolver } from './tenant-storage/tenant-storage.resolver';
import { TenantReference } from './tenant-storage/tenant-storage.type';

export interface StorageParts {
  readonly config: StorageConfig;
  /** 32 bytes in base64; seals the credential of the storage server. */
  readonly encryptionKey: string;
  readonly verifier: ActorVerifier;
  readonly log: Logger;
}

export const storageEntities = [DriveEntity, CredentialEntity];

/** Builds the storage subgraph: everything in it is made once, here. */
export async function createStorageSubgraph({ config, encryptionKey, verifier, log }: StorageParts): Promise<Subgraph> {
  const dataSource = await openDatabase({ url: config.STORAGE_DATABASE_URL, schema: 'storage', entities: storageEntities, log, poolSize: 4 });
  const rows = new Rows(dataSource);
  const ocis = createOcisClient({
    url: config.OCIS_URL,
    issuer: config.OCIS_ISSUER,
    clientId: config.OCIS_CLIENT_ID,
    credentialStore: storedCredential(rows, new Sealer(encryptionKey), config.OCIS_REFRESH_TOKEN),
  });
  const built = await buildSubgraph({
    resolvers: [
      new MemberDriveResolver(),
      new DriveResolver(ocis),
      new ProvisionDriveResolver(ocis),
      new RenameDriveResolver(ocis),
      new SuspendDriveResolver(ocis),
      new ResumeDriveResolver(ocis),
      new RemoveDriveResolver(ocis),
      new TenantReferenceResolver(),
      new TenantStorageResolver(ocis),
    ],
    entities: [TenantReference, MemberReference],
  });
  return serveSubgraph({ name: 'storage', built, rows, dataSource, verifier, log, ping: () => ocis.ping(), close: () => ocis.close() });
}
