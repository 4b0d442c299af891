import 'reflect-metadata';
import { runSubgraph } from '@dezky/kit/server/subgraph-process';
import { readIdentityConfig } from './config';
import { createIdentitySubgraph } from './identity-subgraph';

runSubgraph('identity', () => {
  const config = readIdentityConfig(process.env);
  return { databaseUrl: config.IDENTITY_DATABASE_URL, create: (parts) => createIdentitySubgraph({ ...parts, config }) };
});
