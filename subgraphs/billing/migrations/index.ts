import { CreateBilling1763856000001 } from './0001-create-billing';

/** In the order in which they run. */
export const migrations = [CreateBilling1763856000001];
