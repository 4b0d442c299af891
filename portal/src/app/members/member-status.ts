import type { BackendState, MemberStatus, RoleLock, TenantRole } from '../graphql/schema.generated';
import type { Tone } from '../ui/badge';

interface Look {
  readonly tone: Tone;
  readonly words: string;
}

export const memberStatus: Record<MemberStatus, Look> = {
  // Work on the way and work that stopped look the same in a list, so the words hold for both.
  PROVISIONING: { tone: 'accent', words: 'Not ready yet' },
  ACTIVE: { tone: 'right', words: 'Active' },
  SUSPENDED: { tone: 'attention', words: 'Suspended' },
  REMOVING: { tone: 'quiet', words: 'Not removed yet' },
};

export const roleName: Record<TenantRole, string> = { OWNER: 'Owner', ADMIN: 'Administrator', MEMBER: 'Member' };

/** Why someone can be neither suspended nor removed. */
export const lockReason: Record<RoleLock, string> = {
  OWNER: 'The owner stays until the workspace has another.',
  BOOTSTRAP_ADMIN: 'This account was set up with the workspace and stays.',
  SELF: 'This is you. Another administrator can do it.',
  LAST_ADMIN: 'The last administrator stays, so that someone can run the workspace.',
};

export const backendState: Record<BackendState, Look> = {
  PENDING: { tone: 'accent', words: 'Being set up' },
  ACTIVE: { tone: 'right', words: 'Active' },
  FROZEN: { tone: 'attention', words: 'Suspended' },
  FAILED: { tone: 'wrong', words: 'Not set up' },
  REMOVED: { tone: 'quiet', words: 'Removed' },
};

/** Why someone can be neither suspended nor removed; null when they can. What holds for the role alone does not stand in the way. */
export function whyNot({ roleLock }: { readonly roleLock: RoleLock | null }): string | null {
  return roleLock === 'OWNER' || roleLock === 'SELF' ? lockReason[roleLock] : null;
}
