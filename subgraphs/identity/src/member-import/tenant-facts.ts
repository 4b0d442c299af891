import type { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { In } from 'typeorm';
import type { MailPeer } from '../member/mail-peer';
import { MemberEntity } from '../member/member.entity';
import { seatsUsed, tenantsById } from '../tenant/tenant.repository';
import type { ImportColumn } from './member-import.entity';
import type { TenantFacts } from './plan-rows';
import type { CsvRow } from './read-csv';
import { wantedPerson } from './wanted-person';

/** Asks for everything a file has to be compared with, in a handful of statements whatever its length. */
export async function tenantFacts(context: Pick<RequestContext, 'rows' | 'reach' | 'origin'>, mail: MailPeer, tenantId: string, rows: readonly CsvRow[], columns: readonly ImportColumn[]): Promise<TenantFacts> {
  const scope = { tenantId, requestId: context.origin.requestId };
  const offer = await mail.mailboxOffer({ localPart: 'anybody' }, scope);
  const domain = offer?.domain ?? null;
  const addresses = [...new Set(rows.flatMap((row) => {
    const person = wantedPerson(row, columns, domain ?? 'no-domain.invalid');
    return typeof person === 'string' ? [] : [person.address];
  }))];
  const taken = await mail.takenAddresses(addresses, scope);
  return context.rows.in(context.reach, async (db) => {
    const [tenant] = await tenantsById(db, [tenantId]);
    if (!tenant) throw notFound('tenant');
    const members = addresses.length === 0 ? [] : await db.findBy(MemberEntity, { tenantId, address: In(addresses) });
    const used = (await seatsUsed(db, [tenantId])).get(tenantId) ?? 0;
    return { domain, verified: offer?.verified ?? false, members: new Map(members.map((member) => [member.address, member])), taken: new Set(taken), seatsLeft: tenant.seatLimit === null ? null : tenant.seatLimit - used };
  });
}
