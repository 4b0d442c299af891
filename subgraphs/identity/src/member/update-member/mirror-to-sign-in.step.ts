import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { placeElsewhere, readMember } from '../member.repository';
import type { MemberWork } from '../member-work';
import type { Contact } from './contact';

const attributesOf = ({ firstName, lastName, phone, alternativeEmail }: Contact): Record<string, unknown> => ({ dezky: { contact: { firstName, lastName, phone, alternativeEmail } } });

/**
 * Tells the identity provider what stands in our table now, not what was asked for when this began: two edits
 * close together end with the later one everywhere, whichever of their workflows comes last.
 */
export const mirrorToSignIn = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'mirror-to-sign-in',
  title: 'Tell the sign-in',
  system: 'AUTHENTIK',
  run: async ({ input: { memberId, authentikPk }, rows }) => {
    if (authentikPk === null) return;
    const { member, shared } = await rows(async (db) => {
      const found = await readMember(db, memberId);
      return { member: found, shared: (await placeElsewhere(db, found.userId, found.tenantId)) !== 'NONE' };
    });
    // What another company reads in its sign-in is not ours to rename.
    if (shared) return;
    await authentik.setDisplayName(authentikPk, member.displayName);
    await authentik.mergeAttributes(authentikPk, attributesOf(member));
  },
  verify: async ({ input: { memberId, authentikPk }, rows }) => {
    if (authentikPk === null) return;
    const [account, member] = [await authentik.getAccount(authentikPk), await rows((db) => readMember(db, memberId))];
    if (!account || (await rows((db) => placeElsewhere(db, member.userId, member.tenantId))) !== 'NONE') return;
    const kept = (account.attributes['dezky'] as { contact?: Partial<Contact> } | undefined)?.contact ?? {};
    const same = (['firstName', 'lastName', 'phone', 'alternativeEmail'] as const).every((field) => (kept[field] ?? null) === member[field]);
    if (account.displayName !== member.displayName || !same) throw new NotYetSeen('Authentik does not show the new contact information yet.');
  },
  undo: irreversible,
});
