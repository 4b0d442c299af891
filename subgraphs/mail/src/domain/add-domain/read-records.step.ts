import { FinalFault, NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import { expectedRecords } from '../../dns/expected-records';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { DnsRecordEntity } from '../dns-record.entity';
import { DomainEntity } from '../domain.entity';
import { replaceRecords } from '../domain.repository';
import type { AddDomainWork } from './add-domain.workflow';

export const readRecords = (stalwart: StalwartClient): Step<AddDomainWork> => ({
  name: 'read-records',
  title: 'Read the records to publish',
  system: 'STALWART',
  run: async ({ input, rows }) => {
    const domain = await rows((db) => db.findOneBy(DomainEntity, { id: input.domainId }));
    if (!domain?.stalwartId) throw new FinalFault('The domain is gone; add it again.');
    const zone = await stalwart.readZone(domain.stalwartId);
    const expected = expectedRecords(domain.name, zone, domain.challengeToken, { dmarc: domain.dmarcPolicy, strictSpf: domain.strictSpf });
    await rows((db) => replaceRecords(db, domain, expected));
  },
  verify: async ({ input, rows }) => {
    const kinds = await rows((db) => db.find(DnsRecordEntity, { where: { domainId: input.domainId }, select: { kind: true } }));
    const missing = (['OWNERSHIP', 'MX', 'SPF', 'DKIM', 'DMARC'] as const).filter((kind) => !kinds.some((record) => record.kind === kind));
    if (missing.length > 0) throw new NotYetSeen(`The mail server's zone has no record for ${missing.join(', ')} yet.`);
  },
  undo: async ({ input, rows }) => {
    await rows((db) => db.delete(DnsRecordEntity, { domainId: input.domainId }));
  },
});
