import { CreateIdentity1763856000001 } from './0001-create-identity';

/** In the order in which they run. */
export const migrations = [CreateIdentity1763856000001];
