import { CreateIdentity1763856000001 } from './0001-create-identity';
import { RememberIdempotencyKeys1764100000002 } from './0002-remember-idempotency-keys';

/** In the order in which they run. */
export const migrations = [CreateIdentity1763856000001, RememberIdempotencyKeys1764100000002];
