import 'reflect-metadata';
import { createLogger } from '@dezky/kit/log/logger';
import { type Stoppable, runProcess } from '@dezky/kit/server/run-process';
import { type ProductOptions, startProduct } from '@dezky/stack/start-product';

/** The whole product in one process of its own, on a ground that stands already; for measuring it beside others. */
const options = JSON.parse(process.env['ONE_PROCESS'] ?? '{}') as Pick<ProductOptions, 'environment' | 'workflowUrl' | 'actorKeys' | 'encryptionKey' | 'supergraphFile'>;
const log = createLogger({ name: 'one-process', level: process.env['LOG_LEVEL'] ?? 'info' });

runProcess('one-process', log, (): Promise<Stoppable> => startProduct({ ...options, log }));
