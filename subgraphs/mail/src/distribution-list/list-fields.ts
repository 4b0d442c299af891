import type { DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import type { RequestContext } from '@dezky/kit/context/request-context';
import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import type { AuditRecord } from '@dezky/kit/audit/audit-entry';
import type { Db } from '@dezky/kit/database/rows';
import { Failure, InvalidInput } from '@dezky/kit/failure/failure.type';
import { aliasDomain, checkAddress } from '../alias/alias-address';
import type { DistributionListEntity } from './distribution-list.entity';
import type { ListAddress } from './distribution-list.repository';

const longest = 100;

/** @returns the name as it is kept, or what is wrong with it. */
export function checkListName(text: string): string | InvalidInput {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const wrong = (message: string): InvalidInput => new InvalidInput(message, ['input', 'name']);
  if (name === '') return wrong('Enter a name for the list.');
  if (name.length > longest) return wrong(`Shorten the name to ${longest} characters.`);
  if (/[\p{Cc}\p{Cs}<>]/u.test(name)) return wrong('Leave out control characters, < and > from the name.');
  return name;
}

/** An address on a verified domain of the tenant's, for the reason an alias needs one. */
export async function checkListAddress(db: Db, tenantId: string, text: string): Promise<ListAddress | InvalidInput | DomainNotVerified> {
  const parts = checkAddress(text);
  if (parts instanceof InvalidInput) return parts;
  const domain = await aliasDomain(db, tenantId, parts.domain);
  if (domain instanceof Failure) return domain;
  return { address: `${parts.localPart}@${domain.name}`, localPart: parts.localPart, domainId: domain.id };
}

/** A paste is answered address by address, so it has a bound. */
export const addressesPerPaste = 1_000;

export const tooMany = (recipients: readonly string[]): InvalidInput | null =>
  recipients.length > addressesPerPaste ? new InvalidInput(`Send at most ${addressesPerPaste} addresses at once; these are ${recipients.length}.`, ['input', 'recipients']) : null;

/** An entry about a list; `recipients` stand in one line, however many there are. */
export const tellOfList = (db: Db, context: RequestContext, { id, tenantId, address }: Pick<DistributionListEntity, 'id' | 'tenantId' | 'address'>, action: string, summary: string, changes: AuditRecord['changes']): Promise<void> =>
  writeAudit(db, auditRecord(context, { tenantId, action, target: { kind: 'distribution_list', id, name: address }, summary, changes }));
