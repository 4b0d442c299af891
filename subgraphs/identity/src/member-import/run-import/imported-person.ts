import type { MemberEntity } from '../../member/member.entity';
import type { NewMember } from '../../member/create-member/write-member';
import type { MemberImportRowEntity } from '../member-import.entity';

/** The person a row creates, as it was looked at. */
export function importedPerson({ tenantId, address, changes }: MemberImportRowEntity): NewMember {
  const given = Object.fromEntries(changes.map(({ field, after }) => [field, after])) as Record<string, string | undefined>;
  const { displayName = '', role, ...contact } = given;
  return { tenantId, address: address ?? '', displayName, role: role === 'ADMIN' ? 'ADMIN' : 'MEMBER', user: null, mailbox: true, contact: contact as Partial<MemberEntity> };
}
