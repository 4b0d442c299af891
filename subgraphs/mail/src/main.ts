import 'reflect-metadata';
import { runSubgraph } from '@dezky/kit/server/subgraph-process';
import { readMailConfig } from './config';
import { createMailSubgraph } from './mail-subgraph';

runSubgraph('mail', () => {
  const config = readMailConfig(process.env);
  return { databaseUrl: config.MAIL_DATABASE_URL, create: (parts) => createMailSubgraph({ ...parts, config }) };
});
