import 'reflect-metadata';
import { runSubgraph } from '@dezky/kit/server/subgraph-process';
import { readBillingConfig } from './config';
import { createBillingSubgraph } from './billing-subgraph';

runSubgraph('billing', () => {
  const config = readBillingConfig(process.env);
  return { databaseUrl: config.BILLING_DATABASE_URL, create: (parts) => createBillingSubgraph({ ...parts, config }) };
});
