import { aliasesProperty, refuseTakenAddresses } from './account-object';
import { textOr } from './json';
import { normaliseLocalPart, tokens } from './names';
import type { Shape } from './object-shape';
import type { ObjectType } from './object-type';

const shape: Shape = {
  name: { value: { kind: 'text', normalise: normaliseLocalPart, complaint: 'Invalid email local part' }, required: true },
  domainId: { value: { kind: 'reference', object: 'Domain' }, required: true },
  description: { value: { kind: 'text', nullable: true }, initial: null },
  // Stored as given: the server neither checks nor normalises a recipient.
  recipients: { value: { kind: 'set', keys: (key) => key }, initial: {} },
  aliases: aliasesProperty,
  memberTenantId: { value: { kind: 'reference', object: 'Tenant', nullable: true }, initial: null },
  emailAddress: { value: { kind: 'text' }, serverSet: true },
};

export const mailingListObject: ObjectType = {
  name: 'MailingList',
  permissionPrefix: 'sysMailingList',
  shape: () => shape,
  settle(after, _before, id, directory) {
    refuseTakenAddresses('MailingList', after, id, directory);
    return after;
  },
  show: (list, id, directory) => ({ ...list, emailAddress: directory.addressOf(list), id }),
  filters: {
    memberTenantId: (list, value) => list['memberTenantId'] === value,
    text: (list, value) => {
      const words = tokens(`${String(list['name'])} ${textOr(list['description'], '')}`);
      return tokens(value).every((word) => words.includes(word));
    },
  },
  sorts: ['id', 'memberTenantId'],
};
