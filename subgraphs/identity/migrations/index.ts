import { CreateIdentity1763856000001 } from './0001-create-identity';
import { RememberIdempotencyKeys1764100000002 } from './0002-remember-idempotency-keys';
import { TraceWorkflows1764100000003 } from './0003-trace-workflows';
import { KeepAccessReports1764100000004 } from './0004-keep-access-reports';
import { GovernMembers1764115200005 } from './0005-govern-members';
import { ImportMembers1764118800006 } from './0006-import-members';

/** In the order in which they run. */
export const migrations = [CreateIdentity1763856000001, RememberIdempotencyKeys1764100000002, TraceWorkflows1764100000003, KeepAccessReports1764100000004, GovernMembers1764115200005, ImportMembers1764118800006];
