import 'reflect-metadata';
import { runSubgraph } from '@dezky/kit/server/subgraph-process';
import { readStorageConfig } from './config';
import { createStorageSubgraph } from './storage-subgraph';

runSubgraph('storage', () => {
  const config = readStorageConfig(process.env);
  return { databaseUrl: config.STORAGE_DATABASE_URL, create: (parts) => createStorageSubgraph({ ...parts, config }) };
});
