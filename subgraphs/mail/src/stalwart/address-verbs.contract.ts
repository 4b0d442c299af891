import type { AliasAddress } from './stalwart-client';
import { stalwartContract } from './stalwart-contract.fixture';

stalwartContract('addresses of an account', (server) => {
  const { newDomain, newMailbox, signIn, faultOf, password, displayName } = server;

  const alias = (localPart: string, domainId: string, more: { enabled?: boolean; description?: string } = {}): AliasAddress => ({ localPart, domainId, enabled: true, description: null, ...more });
  const sorted = async (id: string): Promise<unknown> => {
    const found = await server.client.getAddresses(id);
    return found && { ...found, aliases: [...found.aliases].sort((left, right) => left.localPart.localeCompare(right.localPart)) };
  };

  it('replaces all aliases in one write, over the domains of the account and others', async () => {
    const [domain, other] = [await newDomain('alias'), await newDomain('alias-other')];
    const id = await newMailbox('anna', domain.id);
    const empty = { localPart: 'anna', domainId: domain.id, aliases: [] };
    expect(await server.client.getAddresses(id)).toEqual(empty);
    const full = { ...empty, aliases: [alias('a.j', other.id, { description: 'Old name' }), alias('info', domain.id, { enabled: false })] };
    await server.client.setAddresses(id, full);
    await server.client.setAddresses(id, full);
    expect(await sorted(id)).toEqual(full);
    expect((await server.client.getMailboxes([id])).get(id)?.displayName).toBe(displayName);
    await server.client.setAddresses(id, { ...empty, aliases: [alias('info', domain.id)] });
    expect(await server.client.getAddresses(id)).toEqual({ ...empty, aliases: [alias('info', domain.id)] });
    await server.client.setAddresses(id, empty);
    expect(await server.client.getAddresses(id)).toEqual(empty);
    expect(await server.client.getAddresses('zzzz')).toBeNull();
    expect(await faultOf(server.client.setAddresses('zzzz', empty))).toBe('NOT_FOUND notFound');
  });

  it('signs in under an alias while there is one', async () => {
    const domain = await newDomain('alias-login');
    const id = await newMailbox('anna', domain.id);
    const wanted = { localPart: 'anna', domainId: domain.id };
    const statuses: number[] = [];
    for (const aliases of [[], [alias('info', domain.id)], []]) {
      await server.client.setAddresses(id, { ...wanted, aliases });
      statuses.push(await signIn(`info@${domain.name}`, password));
    }
    expect(statuses).toEqual([401, 200, 401]);
  });

  it('gives an address once, to whatever kind of thing, and changes nothing of a refused write', async () => {
    const domain = await newDomain('alias-taken');
    const [anna, ben] = [await newMailbox('anna', domain.id), await newMailbox('ben', domain.id)];
    const wanted = { localPart: 'anna', domainId: domain.id, aliases: [alias('info', domain.id)] };
    await server.client.setAddresses(anna, wanted);
    for (const localPart of ['info', 'anna']) {
      expect(await faultOf(server.client.setAddresses(ben, { localPart: 'ben', domainId: domain.id, aliases: [alias('free', domain.id), alias(localPart, domain.id)] }))).toBe('CONFLICT primaryKeyViolation');
      expect(await faultOf(server.client.setAddresses(ben, { localPart, domainId: domain.id, aliases: [] }))).toBe('CONFLICT primaryKeyViolation');
    }
    expect(await server.client.getAddresses(ben)).toEqual({ localPart: 'ben', domainId: domain.id, aliases: [] });
    expect(await faultOf(server.client.ensureMailbox({ localPart: 'info', domainId: domain.id, displayName, password }))).toBe('CONFLICT primaryKeyViolation');
    await server.client.setAddresses(anna, { ...wanted, aliases: [] });
    await server.client.setAddresses(ben, { localPart: 'ben', domainId: domain.id, aliases: [alias('info', domain.id)] });
    await server.client.destroyMailbox(ben);
    await server.client.setAddresses(anna, wanted);
  });

  it('renames a mailbox, to its own alias and to another domain, keeping password and old address', async () => {
    const [domain, other] = [await newDomain('rename'), await newDomain('rename-other')];
    const id = await newMailbox('anna', domain.id);
    await server.client.setAddresses(id, { localPart: 'anna', domainId: domain.id, aliases: [alias('anna.holm', domain.id)] });
    await server.client.setAddresses(id, { localPart: 'anna.holm', domainId: domain.id, aliases: [alias('anna', domain.id)] });
    expect((await server.client.getMailboxes([id])).get(id)?.address).toBe(`anna.holm@${domain.name}`);
    await server.client.setAddresses(id, { localPart: 'anna.holm', domainId: other.id, aliases: [alias('anna', domain.id), alias('anna.holm', domain.id)] });
    expect((await server.client.getMailboxes([id])).get(id)?.address).toBe(`anna.holm@${other.name}`);
    expect([await signIn(`anna.holm@${other.name}`, password), await signIn(`anna@${domain.name}`, password)]).toEqual([200, 200]);
    await server.client.setAddresses(id, { localPart: 'anna', domainId: domain.id, aliases: [] });
    expect([await signIn(`anna@${domain.name}`, password), await signIn(`anna.holm@${other.name}`, password)]).toEqual([200, 401]);
  });

  it('keeps a frozen mailbox frozen through it', async () => {
    const domain = await newDomain('alias-frozen');
    const id = await newMailbox('anna', domain.id);
    await server.client.freezeMailbox(id);
    await server.client.setAddresses(id, { localPart: 'anna.holm', domainId: domain.id, aliases: [alias('anna', domain.id)] });
    expect([(await server.client.getMailboxes([id])).get(id)?.frozen, await signIn(`anna@${domain.name}`, password)]).toEqual([true, 403]);
  });

  it('keeps a domain while an alias of an account elsewhere uses it', async () => {
    const [domain, other] = [await newDomain('alias-home'), await newDomain('alias-linked')];
    const id = await newMailbox('anna', domain.id);
    await server.client.setAddresses(id, { localPart: 'anna', domainId: domain.id, aliases: [alias('info', other.id)] });
    expect(await faultOf(server.client.destroyDomain(other.id))).toBe('CONFLICT objectIsLinked');
    await server.client.setAddresses(id, { localPart: 'anna', domainId: domain.id, aliases: [] });
    await server.client.destroyDomain(other.id);
  });

  it('changes the name that goes with the address', async () => {
    const domain = await newDomain('display-name');
    const id = await newMailbox('anna', domain.id);
    await server.client.setDisplayName(id, 'Anna Holm');
    expect((await server.client.getMailboxes([id])).get(id)?.displayName).toBe('Anna Holm');
    expect(await faultOf(server.client.setDisplayName('zzzz', 'Anna Holm'))).toBe('NOT_FOUND notFound');
  });
});
