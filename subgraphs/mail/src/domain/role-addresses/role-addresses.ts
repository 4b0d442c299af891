import type { DeliveryPath } from '../../delivery-path/delivery-path.type';
import type { SeenAddress } from '../../distribution-list/list-recipient.repository';
import type { DomainEntity } from '../domain.entity';
import { AddressRole, type RoleAddress } from './role-address.type';

const roles = Object.values(AddressRole);

/** The addresses that are expected at a domain; at one that is not verified there can be none. */
export const expectedAt = ({ tenantId, name, status }: Pick<DomainEntity, 'tenantId' | 'name' | 'status'>): SeenAddress[] =>
  status === 'VERIFIED' ? roles.map((role) => ({ tenantId, address: `${role.toLowerCase()}@${name}` })) : [];

export function roleAddressOf(path: DeliveryPath): RoleAddress {
  const [first] = path.hops;
  const kind = first?.kind ?? 'NOBODY';
  return {
    role: path.address.slice(0, path.address.indexOf('@')).toUpperCase() as AddressRole,
    address: path.address,
    reached: path.isRead,
    kind,
    mailboxAddress: kind === 'ALIAS' ? (first?.holder.mailbox?.address ?? null) : null,
    listId: first?.listId ?? null,
    advice: path.isRead ? null : adviceFor(path),
  };
}

function adviceFor({ hops: [first, ...below], mailboxCount }: DeliveryPath): string {
  if (!first || first.kind === 'NOBODY') return 'Nobody has this address, and mail to it is refused. Give it to a mailbox as an alias, or create a distribution list with it.';
  if (mailboxCount > 0) return 'Its mail arrives where nobody can read it: the mailbox is frozen. Choose somebody else.';
  if (first.kind === 'LIST' && below.length > 0) return 'None of the recipients of the list gets its mail. Add somebody to it.';
  return `${first.note ?? 'Its mail is refused.'} ${first.kind === 'LIST' ? 'Add somebody to it.' : 'Switch it on, or remove it and choose somebody else.'}`;
}
