import { CreateMail1763856000002 } from './0001-create-mail';
import { RememberIdempotencyKeys1764100000002 } from './0002-remember-idempotency-keys';
import { TraceWorkflows1764100000003 } from './0003-trace-workflows';
import { CreateAliases1764100000004 } from './0004-create-aliases';
import { RemoveDomains1764200000005 } from './0005-remove-domains';
import { CreateDistributionLists1764200000006 } from './0006-create-distribution-lists';
import { WatchDomains1764200000007 } from './0007-watch-domains';
import { TellAdmins1764200000008 } from './0008-tell-admins';
import { ClaimDomains1764200000009 } from './0009-claim-domains';
import { DampNotices1764200000010 } from './0010-damp-notices';

/** In the order in which they run. */
export const migrations = [CreateMail1763856000002, RememberIdempotencyKeys1764100000002, TraceWorkflows1764100000003, CreateAliases1764100000004, RemoveDomains1764200000005, CreateDistributionLists1764200000006, WatchDomains1764200000007, TellAdmins1764200000008, ClaimDomains1764200000009, DampNotices1764200000010];
