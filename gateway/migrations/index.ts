import { CreateGateway1763856000001 } from './0001-create-gateway';

/** In the order in which they run. */
export const migrations = [CreateGateway1763856000001];
