import { policy } from '@dezky/kit/context/policy';

export const distributionListPolicy = policy('distributionList', {
  read: { admin: true, partner: 'mail:read', operator: true },
  change: { admin: true, partner: 'mail:write', operator: true },
});
