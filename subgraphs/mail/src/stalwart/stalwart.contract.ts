import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { startStalwartSandbox, type StalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';
import { LineConnection } from './line-connection';
import { createLogIns, type LogIns, mailDoors } from './log-ins';
import { type AliasAddress, createStalwartClient, type StalwartClient, type StalwartList } from './stalwart-client';

interface Server {
  readonly url: string;
  readonly authorization: string;
  /** Where mail programs connect, and the account that may log in as others. */
  readonly imap: string;
  readonly smtp: string;
  readonly master: { readonly user: string; readonly password: string };
}

/** What Dezky relies on from a Stalwart server, whichever one it is. */
function stalwartContract(title: string, reach: () => Promise<Server>, hasMailPrograms = true): void {
  describe(`Stalwart contract on ${title}`, () => {
    const run = randomBytes(4).toString('hex');
    const password = `Correct-Horse-${run}-Battery`;
    const displayName = 'Anna Jensen';
    const cleanUp: (() => Promise<void>)[] = [];
    let server: Server;
    let client: StalwartClient;
    let logIns: LogIns;

    const newDomain = async (label: string): Promise<{ id: string; name: string }> => {
      const name = `${label}-${run}.test`;
      const { id } = await client.ensureDomain(name);
      cleanUp.unshift(() => client.destroyDomain(id));
      return { id, name };
    };
    const newMailbox = async (localPart: string, domainId: string): Promise<string> => {
      const { id } = await client.ensureMailbox({ localPart, domainId, displayName, password });
      cleanUp.unshift(() => client.destroyMailbox(id));
      return id;
    };
    const until = async (condition: () => Promise<boolean>): Promise<void> => {
      while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const signIn = async (address: string, secret: string): Promise<number> => {
      const authorization = `Basic ${Buffer.from(`${address}:${secret}`).toString('base64')}`;
      const body = JSON.stringify({ using: ['urn:ietf:params:jmap:core'], methodCalls: [['Core/echo', {}, '0']] });
      return (await fetch(new URL('/jmap', server.url), { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body })).status;
    };
    const faultOf = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'none',
        (error: unknown) => (error instanceof BackEndError ? `${error.fault} ${error.code ?? ''}`.trim() : Promise.reject(error as Error)),
      );

    beforeAll(async () => {
      server = await reach();
      client = createStalwartClient(server);
      logIns = createLogIns({ jmap: server.url, imap: server.imap, smtp: server.smtp });
    });
    afterAll(async () => {
      for (const step of cleanUp) await step();
      await Promise.all([client.close(), logIns.close()]);
    });

    it('sends a message once, however often it is handed over', async () => {
      const { id, name } = await newDomain('sending');
      await newMailbox('anna', id);
      const draft = await client.draftMail({ key: `contract-${run}`, to: [`anna@${name}`], subject: `Contract ${run}`, text: 'One line.' });
      const submission = await client.submitMail(draft);
      expect(await client.submitMail(draft)).toBeNull();
      expect(await client.getDelivery(submission ?? '')).toMatchObject([{ address: `anna@${name}`, refused: false }]);
      expect(await faultOf(client.submitMail('zzzzzz'))).toBe('NOT_FOUND');
      const nobody = await client.draftMail({ key: `contract-nobody-${run}`, to: [], subject: `Contract ${run}`, text: 'One line.' });
      expect(await faultOf(client.submitMail(nobody))).toBe('REFUSED noRecipients');
    });

    it('tells who was refused at once, postmaster of a domain of its own among them while nobody has it', async () => {
      const { id, name } = await newDomain('refusing');
      await newMailbox('anna', id);
      const draft = await client.draftMail({ key: `contract-refused-${run}`, to: [`anna@${name}`, `postmaster@${name}`, `abuse@${name}`], subject: `Contract ${run}`, text: 'One line.' });
      const deliveries = await client.getDelivery((await client.submitMail(draft)) ?? '');
      expect(deliveries.map(({ address, refused }) => [address, refused]).sort()).toEqual([[`abuse@${name}`, true], [`anna@${name}`, false], [`postmaster@${name}`, true]]);
      expect(deliveries.filter(({ refused }) => refused).map(({ reply }) => reply.split(' ')[0])).toEqual(['550', '550']);
      expect(await client.getDelivery('zzzzzz')).toEqual([]);
    });

    it('answers a ping, and refuses one with a wrong credential', async () => {
      await client.ping();
      const stranger = createStalwartClient({ ...server, authorization: 'Bearer API_wrong' });
      expect(await faultOf(stranger.ping())).toBe('UNAUTHORIZED');
      await stranger.close();
    });

    it('names the mail host', async () => {
      expect(await client.mailHost()).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    });

    it('takes its own host name again, and refuses what is none', async () => {
      const host = await client.mailHost();
      await client.setMailHost(host);
      expect(await client.mailHost()).toBe(host);
      expect(await faultOf(client.setMailHost('not a host'))).toBe('REFUSED invalidPatch');
    });

    it('refuses a certificate that is none, and keeps its own', async () => {
      expect(await faultOf(client.ensureDefaultCertificate({ certificate: 'nope', privateKey: 'nope' }))).toBe('REFUSED invalidProperties');
    });

    it('never bans an address it was told of, which it takes once', async () => {
      // From the block for documentation (RFC 5737), which no client has.
      const address = `192.0.2.${1 + (Number.parseInt(run, 16) % 250)}`;
      await client.ensureAllowedAddress(address);
      expect(await client.ensureAllowedAddress(address)).toBe(false);
      await client.forgetAllowedAddress(address);
      expect(await client.ensureAllowedAddress(address)).toBe(true);
      await client.forgetAllowedAddress(address);
      expect(await faultOf(client.ensureAllowedAddress('somewhere'))).toBe('REFUSED invalidPatch');
    });

    it('creates a domain once and adopts it afterwards', async () => {
      const domain = await newDomain('adopt');
      expect(await client.ensureDomain(domain.name)).toEqual({ id: domain.id, created: false });
      expect(await client.getDomain(domain.id)).toEqual({ ...domain, mark: null });
      expect(await client.getDomain('zzzz')).toBeNull();
      expect(await client.findDomain(domain.name)).toEqual({ ...domain, mark: null });
      expect(await client.findDomain(`nobody-${run}.test`)).toBeNull();
    });

    it('adopts only what has its own mark', async () => {
      const name = `marked-${run}.test`;
      const { id } = await client.ensureDomain(name, 'ours');
      cleanUp.unshift(() => client.destroyDomain(id));
      expect(await client.ensureDomain(name, 'ours')).toEqual({ id, created: false });
      expect(await faultOf(client.ensureDomain(name, 'theirs'))).toBe('CONFLICT primaryKeyViolation');
      expect((await client.findDomain(name))?.mark).toBe('ours');
    });

    it('refuses what is no domain name', async () => {
      expect(await faultOf(client.ensureDomain('not a domain'))).toBe('REFUSED invalidPatch');
    });

    it('makes the DKIM keys in the background and puts them into the zone', async () => {
      const { id, name } = await newDomain('dkim');
      await until(() => client.dkimReady(id));
      const zone = await client.readZone(id);
      expect([...(await client.readZones([id, 'zzzz'])).keys()]).toEqual([id]);
      const host = await client.mailHost();
      const keys = zone.filter((record) => record.name.endsWith(`._domainkey.${name}`));
      expect(keys.map((record) => /k=(\w+);.*p=([\w+/=]+)$/.exec(record.data)?.[1]).sort()).toEqual(['ed25519', 'rsa']);
      expect(keys.every((record) => record.type === 'TXT')).toBe(true);
      expect(zone).toContainEqual({ name, type: 'MX', data: `10 ${host}` });
      expect(zone).toContainEqual({ name: `_imaps._tcp.${name}`, type: 'SRV', data: `0 1 993 ${host}` });
      expect(zone.some((record) => record.name === name && record.data.startsWith('v=spf1 '))).toBe(true);
      expect(zone.some((record) => record.name === `_dmarc.${name}` && record.data.startsWith('v=DMARC1;'))).toBe(true);
    });

    it('destroys a domain with its keys, also while they are being made, and twice', async () => {
      const fresh = await client.ensureDomain(`fresh-${run}.test`);
      await client.destroyDomain(fresh.id);
      const grown = await client.ensureDomain(`grown-${run}.test`);
      await until(() => client.dkimReady(grown.id));
      await client.destroyDomain(grown.id);
      await client.destroyDomain(grown.id);
      expect(await client.getDomain(grown.id)).toBeNull();
      expect(await faultOf(client.readZone(grown.id))).toBe('NOT_FOUND notFound');
    });

    it('keeps a domain while a mailbox uses it', async () => {
      const domain = await newDomain('linked');
      const id = await newMailbox('anna', domain.id);
      expect(await faultOf(client.destroyDomain(domain.id))).toBe('CONFLICT objectIsLinked');
      await client.destroyMailbox(id);
      await client.destroyDomain(domain.id);
    });

    it('creates a mailbox once and adopts it with its password', async () => {
      const domain = await newDomain('mailbox');
      const address = `anna.jensen@${domain.name}`;
      const input = { localPart: 'anna.jensen', domainId: domain.id, displayName, password, quotaBytes: 1_073_741_824 };
      const first = await client.ensureMailbox(input);
      cleanUp.unshift(() => client.destroyMailbox(first.id));
      expect(first).toEqual({ id: first.id, address, created: true });
      expect(await client.ensureMailbox({ ...input, password: `${password}-other` })).toEqual({ id: first.id, address, created: false });
      const state = { address, displayName, usedBytes: 0n, quotaBytes: 1_073_741_824n, frozen: false };
      expect(await client.findMailbox('Anna.Jensen', domain.id)).toEqual({ id: first.id, ...state });
      expect(await client.findMailbox('nobody', domain.id)).toBeNull();
      expect(await client.getMailboxes([first.id, 'zzzz'])).toEqual(new Map([[first.id, state]]));
      expect(await signIn(address, password)).toBe(200);
    });

    it('gives one address once, whoever asks at the same time', async () => {
      const domain = await newDomain('race');
      const made = await Promise.all([1, 2, 3, 4].map(() => client.ensureMailbox({ localPart: 'race', domainId: domain.id, displayName, password })));
      cleanUp.unshift(() => client.destroyMailbox(made[0]?.id ?? ''));
      expect(new Set(made.map(({ id }) => id)).size).toBe(1);
      expect(made.filter(({ created }) => created)).toHaveLength(1);
    });

    it('refuses weak passwords and unknown domains', async () => {
      const domain = await newDomain('refused');
      const input = { localPart: 'weak', domainId: domain.id, displayName };
      for (const weak of ['abc', 'password1', 'Sommer2024']) expect(await faultOf(client.ensureMailbox({ ...input, password: weak }))).toBe('REFUSED invalidProperties');
      expect(await faultOf(client.ensureMailbox({ ...input, domainId: 'zzzz', password }))).toBe('REFUSED invalidForeignKey');
      expect(await client.findMailbox('weak', domain.id)).toBeNull();
    });

    it('changes the password at once, and refuses a weak one', async () => {
      const domain = await newDomain('password');
      const id = await newMailbox('anna', domain.id);
      const next = `Another-Strong-${run}-Pass`;
      await client.setPassword(id, next);
      expect(await signIn(`anna@${domain.name}`, password)).toBe(401);
      expect(await signIn(`anna@${domain.name}`, next)).toBe(200);
      expect(await faultOf(client.setPassword(id, 'abc'))).toBe('REFUSED invalidProperties');
      expect(await faultOf(client.setPassword('zzzz', next))).toBe('NOT_FOUND notFound');
    });

    it('freezes and unfreezes, keeping the password', async () => {
      const domain = await newDomain('freeze');
      const id = await newMailbox('anna', domain.id);
      const address = `anna@${domain.name}`;
      await client.freezeMailbox(id);
      await client.freezeMailbox(id);
      expect((await client.getMailboxes([id])).get(id)?.frozen).toBe(true);
      expect([await signIn(address, password), await signIn(address, 'wrong')]).toEqual([403, 401]);
      await client.unfreezeMailbox(id);
      expect(await signIn(address, password)).toBe(200);
      expect(await faultOf(client.freezeMailbox('zzzz'))).toBe('NOT_FOUND notFound');
    });

    describe('addresses of an account', () => {
      const alias = (localPart: string, domainId: string, more: { enabled?: boolean; description?: string } = {}): AliasAddress => ({ localPart, domainId, enabled: true, description: null, ...more });
      const sorted = async (id: string): Promise<unknown> => {
        const found = await client.getAddresses(id);
        return found && { ...found, aliases: [...found.aliases].sort((left, right) => left.localPart.localeCompare(right.localPart)) };
      };

      it('replaces all aliases in one write, over the domains of the account and others', async () => {
        const [domain, other] = [await newDomain('alias'), await newDomain('alias-other')];
        const id = await newMailbox('anna', domain.id);
        const empty = { localPart: 'anna', domainId: domain.id, aliases: [] };
        expect(await client.getAddresses(id)).toEqual(empty);
        const full = { ...empty, aliases: [alias('a.j', other.id, { description: 'Old name' }), alias('info', domain.id, { enabled: false })] };
        await client.setAddresses(id, full);
        await client.setAddresses(id, full);
        expect(await sorted(id)).toEqual(full);
        expect((await client.getMailboxes([id])).get(id)?.displayName).toBe(displayName);
        await client.setAddresses(id, { ...empty, aliases: [alias('info', domain.id)] });
        expect(await client.getAddresses(id)).toEqual({ ...empty, aliases: [alias('info', domain.id)] });
        await client.setAddresses(id, empty);
        expect(await client.getAddresses(id)).toEqual(empty);
        expect(await client.getAddresses('zzzz')).toBeNull();
        expect(await faultOf(client.setAddresses('zzzz', empty))).toBe('NOT_FOUND notFound');
      });

      it('signs in under an alias while there is one', async () => {
        const domain = await newDomain('alias-login');
        const id = await newMailbox('anna', domain.id);
        const wanted = { localPart: 'anna', domainId: domain.id };
        const statuses: number[] = [];
        for (const aliases of [[], [alias('info', domain.id)], []]) {
          await client.setAddresses(id, { ...wanted, aliases });
          statuses.push(await signIn(`info@${domain.name}`, password));
        }
        expect(statuses).toEqual([401, 200, 401]);
      });

      it('gives an address once, to whatever kind of thing, and changes nothing of a refused write', async () => {
        const domain = await newDomain('alias-taken');
        const [anna, ben] = [await newMailbox('anna', domain.id), await newMailbox('ben', domain.id)];
        const wanted = { localPart: 'anna', domainId: domain.id, aliases: [alias('info', domain.id)] };
        await client.setAddresses(anna, wanted);
        for (const localPart of ['info', 'anna']) {
          expect(await faultOf(client.setAddresses(ben, { localPart: 'ben', domainId: domain.id, aliases: [alias('free', domain.id), alias(localPart, domain.id)] }))).toBe('CONFLICT primaryKeyViolation');
          expect(await faultOf(client.setAddresses(ben, { localPart, domainId: domain.id, aliases: [] }))).toBe('CONFLICT primaryKeyViolation');
        }
        expect(await client.getAddresses(ben)).toEqual({ localPart: 'ben', domainId: domain.id, aliases: [] });
        expect(await faultOf(client.ensureMailbox({ localPart: 'info', domainId: domain.id, displayName, password }))).toBe('CONFLICT primaryKeyViolation');
        await client.setAddresses(anna, { ...wanted, aliases: [] });
        await client.setAddresses(ben, { localPart: 'ben', domainId: domain.id, aliases: [alias('info', domain.id)] });
        await client.destroyMailbox(ben);
        await client.setAddresses(anna, wanted);
      });

      it('renames a mailbox, to its own alias and to another domain, keeping password and old address', async () => {
        const [domain, other] = [await newDomain('rename'), await newDomain('rename-other')];
        const id = await newMailbox('anna', domain.id);
        await client.setAddresses(id, { localPart: 'anna', domainId: domain.id, aliases: [alias('anna.holm', domain.id)] });
        await client.setAddresses(id, { localPart: 'anna.holm', domainId: domain.id, aliases: [alias('anna', domain.id)] });
        expect((await client.getMailboxes([id])).get(id)?.address).toBe(`anna.holm@${domain.name}`);
        await client.setAddresses(id, { localPart: 'anna.holm', domainId: other.id, aliases: [alias('anna', domain.id), alias('anna.holm', domain.id)] });
        expect((await client.getMailboxes([id])).get(id)?.address).toBe(`anna.holm@${other.name}`);
        expect([await signIn(`anna.holm@${other.name}`, password), await signIn(`anna@${domain.name}`, password)]).toEqual([200, 200]);
        await client.setAddresses(id, { localPart: 'anna', domainId: domain.id, aliases: [] });
        expect([await signIn(`anna@${domain.name}`, password), await signIn(`anna.holm@${other.name}`, password)]).toEqual([200, 401]);
      });

      it('keeps a frozen mailbox frozen through it', async () => {
        const domain = await newDomain('alias-frozen');
        const id = await newMailbox('anna', domain.id);
        await client.freezeMailbox(id);
        await client.setAddresses(id, { localPart: 'anna.holm', domainId: domain.id, aliases: [alias('anna', domain.id)] });
        expect([(await client.getMailboxes([id])).get(id)?.frozen, await signIn(`anna@${domain.name}`, password)]).toEqual([true, 403]);
      });

      it('keeps a domain while an alias of an account elsewhere uses it', async () => {
        const [domain, other] = [await newDomain('alias-home'), await newDomain('alias-linked')];
        const id = await newMailbox('anna', domain.id);
        await client.setAddresses(id, { localPart: 'anna', domainId: domain.id, aliases: [alias('info', other.id)] });
        expect(await faultOf(client.destroyDomain(other.id))).toBe('CONFLICT objectIsLinked');
        await client.setAddresses(id, { localPart: 'anna', domainId: domain.id, aliases: [] });
        await client.destroyDomain(other.id);
      });

      it('changes the name that goes with the address', async () => {
        const domain = await newDomain('display-name');
        const id = await newMailbox('anna', domain.id);
        await client.setDisplayName(id, 'Anna Holm');
        expect((await client.getMailboxes([id])).get(id)?.displayName).toBe('Anna Holm');
        expect(await faultOf(client.setDisplayName('zzzz', 'Anna Holm'))).toBe('NOT_FOUND notFound');
      });
    });

    describe('mailing lists', () => {
      const newList = async (list: StalwartList): Promise<string> => {
        const id = await client.ensureList(list);
        cleanUp.unshift(() => client.destroyList(id));
        return id;
      };
      const read = async (id: string): Promise<unknown> => {
        const found = (await client.getLists([id])).get(id);
        return found && { ...found, recipients: [...found.recipients].sort() };
      };

      it('are created once and adopted as they are, found by address, replaced as a whole, and destroyed, twice', async () => {
        const [domain, other] = [await newDomain('list'), await newDomain('list-other')];
        const team = { localPart: 'team', domainId: domain.id, name: 'The team', recipients: [`anna@${domain.name}`, 'partner@external.example.com'] };
        const id = await newList(team);
        expect([await read(id), await client.ensureList({ ...team, name: 'Another', recipients: [] }), await read(id)]).toEqual([team, id, team]);
        expect([await client.findList(team), await client.findList({ ...team, domainId: other.id }), await client.findList({ ...team, localPart: 'crew' })]).toEqual([id, null, null]);
        const moved = { localPart: 'crew.all', domainId: other.id, name: 'Crew', recipients: ['a+b@external.example.com'] };
        await client.setList(id, moved);
        await client.setList(id, moved);
        expect([await read(id), await client.findList(moved)]).toEqual([moved, id]);
        await client.setList(id, { ...moved, recipients: [] });
        expect(await read(id)).toEqual({ ...moved, recipients: [] });
        await client.destroyList(id);
        await client.destroyList(id);
        expect([await read(id), await client.findList(moved), await client.getLists([])]).toEqual([undefined, null, new Map()]);
        expect(await faultOf(client.setList(id, moved))).toBe('NOT_FOUND notFound');
      });

      it('hold as many recipients as we let them', async () => {
        const domain = await newDomain('list-many');
        const many = { localPart: 'many', domainId: domain.id, name: 'Many', recipients: Array.from({ length: 1_000 }, (_, index) => `${'n'.repeat(50)}${index}@${'d'.repeat(60)}.example.com`).sort() };
        expect(await read(await newList(many))).toEqual(many);
      });

      it('share the address space of accounts and aliases, and change nothing of a refused write', async () => {
        const domain = await newDomain('list-taken');
        const anna = await newMailbox('anna', domain.id);
        await client.setAddresses(anna, { localPart: 'anna', domainId: domain.id, aliases: [{ localPart: 'info', domainId: domain.id, enabled: true, description: null }] });
        const team = { localPart: 'team', domainId: domain.id, name: 'Team', recipients: [] };
        const id = await newList(team);
        for (const localPart of ['anna', 'info']) {
          expect(await faultOf(client.ensureList({ ...team, localPart }))).toBe('CONFLICT primaryKeyViolation');
          expect(await faultOf(client.setList(id, { ...team, localPart, recipients: ['a@external.example.com'] }))).toBe('CONFLICT primaryKeyViolation');
        }
        expect(await read(id)).toEqual(team);
        expect(await faultOf(client.setAddresses(anna, { localPart: 'anna', domainId: domain.id, aliases: [{ localPart: 'team', domainId: domain.id, enabled: true, description: null }] }))).toBe('CONFLICT primaryKeyViolation');
        expect(await faultOf(client.ensureMailbox({ localPart: 'team', domainId: domain.id, displayName, password }))).toBe('CONFLICT primaryKeyViolation');
        expect(await faultOf(client.destroyDomain(domain.id))).toBe('CONFLICT objectIsLinked');
        expect(await faultOf(client.ensureList({ ...team, domainId: 'zzzz' }))).toBe('REFUSED invalidForeignKey');
      });

      it('and aliases may have the names of roles', async () => {
        const domain = await newDomain('list-roles');
        const anna = await newMailbox('anna', domain.id);
        const postmaster = { localPart: 'anna', domainId: domain.id, aliases: [{ localPart: 'postmaster', domainId: domain.id, enabled: true, description: null }] };
        await client.setAddresses(anna, postmaster);
        expect(await client.getAddresses(anna)).toEqual(postmaster);
        const abuse = { localPart: 'abuse', domainId: domain.id, name: 'Abuse', recipients: [`postmaster@${domain.name}`] };
        expect(await read(await newList(abuse))).toEqual(abuse);
      });

      it('keep a recipient that is gone', async () => {
        const domain = await newDomain('list-gone');
        const { id: anna } = await client.ensureMailbox({ localPart: 'anna', domainId: domain.id, displayName, password });
        const team = { localPart: 'team', domainId: domain.id, name: 'Team', recipients: [`anna@${domain.name}`] };
        const id = await newList(team);
        await client.destroyMailbox(anna);
        expect(await read(id)).toEqual(team);
      });
    });

    it('tells what becomes of mail to an address that nobody has, and the addresses of several accounts at once', async () => {
      const domain = await newDomain('reception');
      expect([await client.getReception(domain.id), await client.getReception('zzzz')]).toEqual([{ catchAll: null, subAddressing: true }, null]);
      const [anna, ben] = [await newMailbox('anna', domain.id), await newMailbox('ben', domain.id)];
      expect(await client.getAddressesOf([anna, 'zzzz', ben])).toEqual(new Map([[anna, { localPart: 'anna', domainId: domain.id, aliases: [] }], [ben, { localPart: 'ben', domainId: domain.id, aliases: [] }]]));
    });

    it('destroys a mailbox, and twice', async () => {
      const domain = await newDomain('gone');
      const { id } = await client.ensureMailbox({ localPart: 'anna', domainId: domain.id, displayName, password });
      await client.destroyMailbox(id);
      await client.destroyMailbox(id);
      expect(await client.getMailboxes([id])).toEqual(new Map());
      expect(await signIn(`anna@${domain.name}`, password)).toBe(401);
    });

    (hasMailPrograms ? describe : describe.skip)('log-ins of mail programs', () => {
      /** What each way in says: to the owner, and to the master account in the owner's name. */
      const answers = async (address: string): Promise<unknown> => {
        const { user, password: secret } = server.master;
        const ask = async (login: string, word: string) => Object.fromEntries(await Promise.all(mailDoors.map(async (door) => [door, await logIns.try(door, login, word)] as const)));
        return { owner: await ask(address, password), master: await ask(`${address}%${user}`, secret) };
      };
      const both = (answer: unknown): unknown => ({ owner: answer, master: answer });
      const letIn = { letIn: true, said: expect.any(String) as string };
      const refused = (words: RegExp): unknown => ({ letIn: false, said: expect.stringMatching(words) as string });

      it('lets the owner in, and the master account in the name of others and of itself', async () => {
        const domain = await newDomain('doors');
        await newMailbox('anna', domain.id);
        expect(await answers(`anna@${domain.name}`)).toEqual(both({ JMAP: letIn, IMAP: letIn, SMTP: letIn }));
        const { user, password: secret } = server.master;
        for (const door of mailDoors) expect([door, await logIns.try(door, `${user}%${user}`, secret)]).toEqual([door, letIn]);
      });

      it('refuses a wrong password, and a master that may not', async () => {
        const domain = await newDomain('wrong');
        await newMailbox('anna', domain.id);
        await newMailbox('bert', domain.id);
        for (const door of mailDoors) {
          expect([door, (await logIns.try(door, `anna@${domain.name}`, `${password}-not`)).letIn]).toEqual([door, false]);
          expect([door, (await logIns.try(door, `anna@${domain.name}%bert@${domain.name}`, password)).letIn]).toEqual([door, false]);
        }
      });

      it('refuses a frozen account by every way, its owner and the master alike, and lets it in again when it is thawed', async () => {
        const domain = await newDomain('closed');
        const id = await newMailbox('anna', domain.id);
        const address = `anna@${domain.name}`;
        await client.freezeMailbox(id);
        expect(await answers(address)).toEqual(both({ JMAP: refused(/^403$/), IMAP: refused(/closed without an answer/), SMTP: refused(/^550 5\.7\.1 /) }));
        await client.unfreezeMailbox(id);
        expect(await answers(address)).toEqual(both({ JMAP: letIn, IMAP: letIn, SMTP: letIn }));
      });

      it('knows no account that is gone', async () => {
        const domain = await newDomain('nobody');
        const id = await newMailbox('anna', domain.id);
        await client.destroyMailbox(id);
        expect(await answers(`anna@${domain.name}`)).toEqual(both({ JMAP: refused(/^401$/), IMAP: refused(/^NO/), SMTP: refused(/^535 /) }));
      });

      it('keeps an IMAP connection that was open when its account was frozen', async () => {
        const domain = await newDomain('open');
        const id = await newMailbox('anna', domain.id);
        const connection = LineConnection.open(server.imap, 10_000);
        const tagged = async (command: string): Promise<string | null> => {
          connection.say(command);
          for (let line = await connection.hear(); ; line = await connection.hear()) if (line === null || line.startsWith('x ')) return line;
        };
        try {
          await connection.greeting();
          expect(await tagged(`x LOGIN anna@${domain.name} ${password}`)).toMatch(/^x OK/);
          await client.freezeMailbox(id);
          expect(await tagged('x NOOP')).toMatch(/^x OK/);
        } finally {
          connection.close();
        }
      });
    });
  });
}

describe('sandbox', () => {
  let sandbox: StalwartSandbox;
  const directory = mkdtempSync(join(tmpdir(), 'dezky-stalwart-'));
  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });
  stalwartContract('the sandbox', async () => {
    const serviceApiKey = `API_${randomBytes(19).toString('hex')}`;
    sandbox = await startStalwartSandbox({ port: 0, directory, adminUser: 'admin', adminPassword: 'recovery', serviceApiKey, servicePassword: `Correct-Horse-${randomBytes(4).toString('hex')}-Master`, defaultHostname: 'mail.platform.test' });
    return { url: sandbox.url, authorization: `Bearer ${serviceApiKey}`, imap: sandbox.imapUrl, smtp: sandbox.smtpUrl, master: sandbox.master };
  });
});

const { STALWART_URL: url, STALWART_AUTHORIZATION: authorization, STALWART_IMAP_URL: imap, STALWART_SMTP_URL: smtp, STALWART_MASTER_USER: user, STALWART_MASTER_PASSWORD: password } = process.env;
if (url !== undefined && authorization !== undefined) {
  const master = user !== undefined && password !== undefined ? { user, password } : null;
  // Without these the log-ins are skipped and counted as such.
  const all = imap !== undefined && smtp !== undefined && master !== null;
  stalwartContract(url, () => Promise.resolve({ url, authorization, imap: imap ?? 'imap://none.invalid', smtp: smtp ?? 'smtp://none.invalid', master: master ?? { user: '', password: '' } }), all);
}
