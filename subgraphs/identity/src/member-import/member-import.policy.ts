import { policy } from '@dezky/kit/context/policy';

export const memberImportPolicy = policy('memberImport', {
  read: { admin: true, partner: 'members:read', operator: true },
  change: { admin: true, partner: 'members:write', operator: true },
});
