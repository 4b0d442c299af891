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

/** Why the role of someone cannot be changed, and what to do. */
export const roleLockReason: Record<RoleLock, string> = {
  OWNER: 'A workspace has one owner. The role changes when the ownership is transferred.',
  BOOTSTRAP_ADMIN: 'This account opened the workspace and has no mailbox yet. Create its mailbox first, or make somebody else the owner.',
  SELF: 'This is you. Another administrator can change your role.',
  LAST_ADMIN: 'This is the last person who can run the workspace. Make somebody else an administrator first.',
};

export const backendState: Record<BackendState, Look> = {
  PENDING: { tone: 'accent', words: 'Being set up' },
  ACTIVE: { tone: 'right', words: 'Active' },
  FROZEN: { tone: 'attention', words: 'Suspended' },
  FAILED: { tone: 'wrong', words: 'Not set up' },
  REMOVED: { tone: 'quiet', words: 'Removed' },
};

/** Why someone can be neither suspended nor removed by the one who looks; null when they can. What holds the role alone does not stand in the way. */
export function whyNot({ role, user }: { readonly role: TenantRole; readonly user: { readonly id: string } }, viewerId: string | null): string | null {
  if (user.id === viewerId) return itIsYou;
  return role === 'OWNER' ? 'The owner stays until the workspace has another.' : null;
}

export const itIsYou = 'This is you. Another administrator can do it.';
