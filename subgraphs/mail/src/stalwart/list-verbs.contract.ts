import type { StalwartList } from './stalwart-client';
import { stalwartContract } from './stalwart-contract.fixture';

stalwartContract('mailing lists', (server) => {
  const { newDomain, newMailbox, cleanUp, faultOf, password, displayName } = server;

  const newList = async (list: StalwartList): Promise<string> => {
    const id = await server.client.ensureList(list);
    cleanUp(() => server.client.destroyList(id));
    return id;
  };
  const read = async (id: string): Promise<unknown> => {
    const found = (await server.client.getLists([id])).get(id);
    return found && { ...found, recipients: [...found.recipients].sort() };
  };

  it('are created once and adopted as they are, found by address, replaced as a whole, and destroyed, twice', async () => {
    const [domain, other] = [await newDomain('list'), await newDomain('list-other')];
    const team = { localPart: 'team', domainId: domain.id, name: 'The team', recipients: [`anna@${domain.name}`, 'partner@external.example.com'] };
    const id = await newList(team);
    expect([await read(id), await server.client.ensureList({ ...team, name: 'Another', recipients: [] }), await read(id)]).toEqual([team, id, team]);
    expect([await server.client.findList(team), await server.client.findList({ ...team, domainId: other.id }), await server.client.findList({ ...team, localPart: 'crew' })]).toEqual([id, null, null]);
    const moved = { localPart: 'crew.all', domainId: other.id, name: 'Crew', recipients: ['a+b@external.example.com'] };
    await server.client.setList(id, moved);
    await server.client.setList(id, moved);
    expect([await read(id), await server.client.findList(moved)]).toEqual([moved, id]);
    await server.client.setList(id, { ...moved, recipients: [] });
    expect(await read(id)).toEqual({ ...moved, recipients: [] });
    await server.client.destroyList(id);
    await server.client.destroyList(id);
    expect([await read(id), await server.client.findList(moved), await server.client.getLists([])]).toEqual([undefined, null, new Map()]);
    expect(await faultOf(server.client.setList(id, moved))).toBe('NOT_FOUND notFound');
  });

  it('hold as many recipients as we let them', async () => {
    const domain = await newDomain('list-many');
    const many = { localPart: 'many', domainId: domain.id, name: 'Many', recipients: Array.from({ length: 1_000 }, (_, index) => `${'n'.repeat(50)}${index}@${'d'.repeat(60)}.example.com`).sort() };
    expect(await read(await newList(many))).toEqual(many);
  });

  it('share the address space of accounts and aliases, and change nothing of a refused write', async () => {
    const domain = await newDomain('list-taken');
    const anna = await newMailbox('anna', domain.id);
    await server.client.setAddresses(anna, { localPart: 'anna', domainId: domain.id, aliases: [{ localPart: 'info', domainId: domain.id, enabled: true, description: null }] });
    const team = { localPart: 'team', domainId: domain.id, name: 'Team', recipients: [] };
    const id = await newList(team);
    for (const localPart of ['anna', 'info']) {
      expect(await faultOf(server.client.ensureList({ ...team, localPart }))).toBe('CONFLICT primaryKeyViolation');
      expect(await faultOf(server.client.setList(id, { ...team, localPart, recipients: ['a@external.example.com'] }))).toBe('CONFLICT primaryKeyViolation');
    }
    expect(await read(id)).toEqual(team);
    expect(await faultOf(server.client.setAddresses(anna, { localPart: 'anna', domainId: domain.id, aliases: [{ localPart: 'team', domainId: domain.id, enabled: true, description: null }] }))).toBe('CONFLICT primaryKeyViolation');
    expect(await faultOf(server.client.ensureMailbox({ localPart: 'team', domainId: domain.id, displayName, password }))).toBe('CONFLICT primaryKeyViolation');
    expect(await faultOf(server.client.destroyDomain(domain.id))).toBe('CONFLICT objectIsLinked');
    expect(await faultOf(server.client.ensureList({ ...team, domainId: 'zzzz' }))).toBe('REFUSED invalidForeignKey');
  });

  it('and aliases may have the names of roles', async () => {
    const domain = await newDomain('list-roles');
    const anna = await newMailbox('anna', domain.id);
    const postmaster = { localPart: 'anna', domainId: domain.id, aliases: [{ localPart: 'postmaster', domainId: domain.id, enabled: true, description: null }] };
    await server.client.setAddresses(anna, postmaster);
    expect(await server.client.getAddresses(anna)).toEqual(postmaster);
    const abuse = { localPart: 'abuse', domainId: domain.id, name: 'Abuse', recipients: [`postmaster@${domain.name}`] };
    expect(await read(await newList(abuse))).toEqual(abuse);
  });

  it('keep a recipient that is gone', async () => {
    const domain = await newDomain('list-gone');
    const { id: anna } = await server.client.ensureMailbox({ localPart: 'anna', domainId: domain.id, displayName, password });
    const team = { localPart: 'team', domainId: domain.id, name: 'Team', recipients: [`anna@${domain.name}`] };
    const id = await newList(team);
    await server.client.destroyMailbox(anna);
    expect(await read(id)).toEqual(team);
  });
});
