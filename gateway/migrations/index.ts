import { CreateGateway1763856000001 } from './0001-create-gateway';
import { CreateBudgets1764050000002 } from './0002-create-budgets';
import { RememberIdempotencyKeys1764100000003 } from './0003-remember-idempotency-keys';

/** In the order in which they run. */
export const migrations = [CreateGateway1763856000001, CreateBudgets1764050000002, RememberIdempotencyKeys1764100000003];
