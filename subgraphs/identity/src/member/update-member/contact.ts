import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { checkDisplayName, checkName } from '../create-member/member-names';
import type { MemberEntity } from '../member.entity';
import type { UpdateMemberInput } from './update-member.input';

export const contactFields = ['displayName', 'firstName', 'lastName', 'phone', 'alternativeEmail'] as const;
export type Contact = Pick<MemberEntity, (typeof contactFields)[number]>;

/** @returns what is to change, each field as it is kept, or what is wrong with one of them. */
export function checkContact(input: UpdateMemberInput): Partial<Contact> | InvalidInput {
  const wanted: Partial<Contact> = {};
  if (input.displayName !== undefined) {
    const displayName = checkDisplayName(input.displayName ?? '');
    if (displayName instanceof InvalidInput) return displayName;
    wanted.displayName = displayName;
  }
  for (const field of ['firstName', 'lastName'] as const) {
    const given = input[field];
    if (given === undefined) continue;
    const name = given?.trim() ? checkName(given, field) : null;
    if (name instanceof InvalidInput) return name;
    wanted[field] = name;
  }
  if (input.phone !== undefined) {
    const phone = input.phone?.replace(/\s+/g, ' ').trim() || null;
    if (phone !== null && (!/^[+]?[0-9() ./-]{3,40}$/.test(phone) || !/\d{3}/.test(phone.replace(/\D/g, '')))) return new InvalidInput('Write the number with digits, spaces and + ( ) - . / only, 40 characters at most.', ['input', 'phone']);
    wanted.phone = phone;
  }
  if (input.alternativeEmail !== undefined) wanted.alternativeEmail = input.alternativeEmail;
  return wanted;
}
