import { publishRecords } from '@dezky/sandbox/page/publish-records';
import { everyPoint } from './kill-cast.fixture';
import type { Scripts, Stage } from './side-by-side.fixture';

const addDomain = `mutation ($input: AddDomainInput!) { addDomain(input: $input) { ... on DomainAdded { domain { id records { host type value } } } } }`;
const recheckDomain = `mutation ($input: DomainInput!) { recheckDomain(input: $input) { __typename } }`;
const removeDomain = `mutation ($input: DomainInput!) { removeDomain(input: $input) { __typename } }`;

/** Every step of adding and removing a domain, killed before, within and after: several domains stand at their points and fall together. */
export function domainChanges(stage: Stage): Scripts {
  const atServer = async (name: string): Promise<number> => {
    const answer = await fetch(`${stage.bench.sandboxes.places.stalwartUrl}/jmap`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.bench.stalwartApiKey}` },
      body: JSON.stringify({ using: ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap'], methodCalls: [['x:Domain/query', { filter: { name } }, 'c']] }),
    });
    const { methodResponses } = (await answer.json()) as { methodResponses: [[string, { ids: string[] }, string]] };
    return methodResponses[0][1].ids.length;
  };

  return {
    'is there once with its records, and after the removal gone with all that was its own': async () => {
      const adding = everyPoint('addDomain', ['reserve-domain', 'create-stalwart-domain', 'await-dkim-keys', 'read-records']);
      const names = adding.map((_, index) => `killed-${index}.test`);
      const claim = async (name: string): Promise<string> => {
        interface Claimed {
          readonly addDomain: { readonly domain: { readonly id: string; readonly records: { host: string; type: string; value: string }[] } };
        }
        const { domain } = (await stage.bench.ask<Claimed>('mail', addDomain, { input: { tenantId: stage.acme, name } })).addDomain;
        publishRecords(stage.bench.sandboxes.dns, { domain: name, records: domain.records });
        return domain.id;
      };
      const ids = await Promise.all(names.map(claim));
      // The set-up begins with the check that sees who owns the name.
      const recheck = (id: string): Promise<object> => stage.bench.ask('mail', recheckDomain, { input: { domainId: id } }, `recheck-${id}`);
      await stage.bench.killedTogether(adding, () => ids.map(recheck));
      for (const [index, id] of ids.entries()) {
        const { state, steps } = await stage.bench.ended(id, 'addDomain', 'mail');
        expect([names[index], state, steps.map((step) => step.state)]).toEqual([names[index], 'SUCCEEDED', steps.map(() => 'DONE')]);
        expect(await atServer(names[index] ?? '')).toBe(1);
        expect(await stage.bench.rows(`select count(*)::int as n from mail.dns_records where domain_id = $1 and kind in ('OWNERSHIP', 'MX', 'SPF', 'DKIM', 'DMARC')`, [id])).toEqual([{ n: 6 }]);
      }

      const removing = everyPoint('removeDomain', ['close-domain', 'destroy-stalwart-domain', 'forget-domain']);
      const remove = (id: string): Promise<{ removeDomain: { __typename: string } }> => stage.bench.ask('mail', removeDomain, { input: { domainId: id } }, `remove-${id}`);
      const removed = ids.slice(0, removing.length);
      await stage.bench.killedTogether(removing, () => removed.map(remove));
      for (const [index, id] of removed.entries()) {
        expect((await remove(id)).removeDomain.__typename).toBe('DomainRemoved');
        expect((await stage.bench.ended(id, 'removeDomain', 'mail')).state).toBe('SUCCEEDED');
        expect(await atServer(names[index] ?? '')).toBe(0);
        expect(await stage.bench.rows('select 1 from mail.domains d full join mail.dns_records r on r.domain_id = d.id where d.id = $1 or r.domain_id = $1', [id])).toEqual([]);
      }
    },
  };
}
