import { CreateStorage1763856000001 } from './0001-create-storage';

/** In the order in which they run. */
export const migrations = [CreateStorage1763856000001];
