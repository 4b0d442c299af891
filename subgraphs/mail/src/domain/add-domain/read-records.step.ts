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
    await rows(async (db) => {
      // Held, as a recheck does that has them follow the zone: of two at once the second one sees what the first wrote. A policy that changed meanwhile is in them.
      const held = await db.findOne(DomainEntity, { where: { id: domain.id }, lock: { mode: 'pessimistic_write' } });
      if (!held) throw new FinalFault('The domain is gone; add it again.');
      await replaceRecords(db, held, expectedRecords(held.name, zone, held.challengeToken, { dmarc: held.dmarcPolicy, strictSpf: held.strictSpf }));
    });
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
