import { stalwartContract } from './stalwart-contract.fixture';

stalwartContract('domains', (server) => {
  const { newDomain, newMailbox, cleanUp, faultOf, until, run } = server;

  it('creates a domain once and adopts it afterwards', async () => {
    const domain = await newDomain('adopt');
    expect(await server.client.ensureDomain(domain.name)).toEqual({ id: domain.id, created: false });
    expect(await server.client.getDomain(domain.id)).toEqual({ ...domain, mark: null });
    expect(await server.client.getDomain('zzzz')).toBeNull();
    expect(await server.client.findDomain(domain.name)).toEqual({ ...domain, mark: null });
    expect(await server.client.findDomain(`nobody-${run}.test`)).toBeNull();
  });

  it('adopts only what has its own mark', async () => {
    const name = `marked-${run}.test`;
    const { id } = await server.client.ensureDomain(name, 'ours');
    cleanUp(() => server.client.destroyDomain(id));
    expect(await server.client.ensureDomain(name, 'ours')).toEqual({ id, created: false });
    expect(await faultOf(server.client.ensureDomain(name, 'theirs'))).toBe('CONFLICT primaryKeyViolation');
    expect((await server.client.findDomain(name))?.mark).toBe('ours');
  });

  it('refuses what is no domain name', async () => {
    expect(await faultOf(server.client.ensureDomain('not a domain'))).toBe('REFUSED invalidPatch');
  });

  it('makes the DKIM keys in the background and puts them into the zone', async () => {
    const { id, name } = await newDomain('dkim');
    await until(() => server.client.dkimReady(id));
    const zone = await server.client.readZone(id);
    expect([...(await server.client.readZones([id, 'zzzz'])).keys()]).toEqual([id]);
    const host = await server.client.mailHost();
    const keys = zone.filter((record) => record.name.endsWith(`._domainkey.${name}`));
    expect(keys.map((record) => /k=(\w+);.*p=([\w+/=]+)$/.exec(record.data)?.[1]).sort()).toEqual(['ed25519', 'rsa']);
    expect(keys.every((record) => record.type === 'TXT')).toBe(true);
    expect(zone).toContainEqual({ name, type: 'MX', data: `10 ${host}` });
    expect(zone).toContainEqual({ name: `_imaps._tcp.${name}`, type: 'SRV', data: `0 1 993 ${host}` });
    expect(zone.some((record) => record.name === name && record.data.startsWith('v=spf1 '))).toBe(true);
    expect(zone.some((record) => record.name === `_dmarc.${name}` && record.data.startsWith('v=DMARC1;'))).toBe(true);
  });

  it('destroys a domain with its keys, also while they are being made, and twice', async () => {
    const fresh = await server.client.ensureDomain(`fresh-${run}.test`);
    await server.client.destroyDomain(fresh.id);
    const grown = await server.client.ensureDomain(`grown-${run}.test`);
    await until(() => server.client.dkimReady(grown.id));
    await server.client.destroyDomain(grown.id);
    await server.client.destroyDomain(grown.id);
    expect(await server.client.getDomain(grown.id)).toBeNull();
    expect(await faultOf(server.client.readZone(grown.id))).toBe('NOT_FOUND notFound');
  });

  it('keeps a domain while a mailbox uses it', async () => {
    const domain = await newDomain('linked');
    const id = await newMailbox('anna', domain.id);
    expect(await faultOf(server.client.destroyDomain(domain.id))).toBe('CONFLICT objectIsLinked');
    await server.client.destroyMailbox(id);
    await server.client.destroyDomain(domain.id);
  });
});
