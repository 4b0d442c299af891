import { stalwartContract } from './stalwart-contract.fixture';

stalwartContract('mailboxes', (server) => {
  const { newDomain, newMailbox, cleanUp, signIn, faultOf, run, password, displayName } = server;

  it('creates a mailbox once and adopts it with its password', async () => {
    const domain = await newDomain('mailbox');
    const address = `anna.jensen@${domain.name}`;
    const input = { localPart: 'anna.jensen', domainId: domain.id, displayName, password, quotaBytes: 1_073_741_824 };
    const first = await server.client.ensureMailbox(input);
    cleanUp(() => server.client.destroyMailbox(first.id));
    expect(first).toEqual({ id: first.id, address, created: true });
    expect(await server.client.ensureMailbox({ ...input, password: `${password}-other` })).toEqual({ id: first.id, address, created: false });
    const state = { address, displayName, usedBytes: 0n, quotaBytes: 1_073_741_824n, frozen: false };
    expect(await server.client.findMailbox('Anna.Jensen', domain.id)).toEqual({ id: first.id, ...state });
    expect(await server.client.findMailbox('nobody', domain.id)).toBeNull();
    expect(await server.client.getMailboxes([first.id, 'zzzz'])).toEqual(new Map([[first.id, state]]));
    expect(await signIn(address, password)).toBe(200);
  });

  it('gives one address once, whoever asks at the same time', async () => {
    const domain = await newDomain('race');
    const made = await Promise.all([1, 2, 3, 4].map(() => server.client.ensureMailbox({ localPart: 'race', domainId: domain.id, displayName, password })));
    cleanUp(() => server.client.destroyMailbox(made[0]?.id ?? ''));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
  });

  it('refuses weak passwords and unknown domains', async () => {
    const domain = await newDomain('refused');
    const input = { localPart: 'weak', domainId: domain.id, displayName };
    for (const weak of ['abc', 'password1', 'Sommer2024']) expect(await faultOf(server.client.ensureMailbox({ ...input, password: weak }))).toBe('REFUSED invalidProperties');
    expect(await faultOf(server.client.ensureMailbox({ ...input, domainId: 'zzzz', password }))).toBe('REFUSED invalidForeignKey');
    expect(await server.client.findMailbox('weak', domain.id)).toBeNull();
  });

  it('changes the password at once, and refuses a weak one', async () => {
    const domain = await newDomain('password');
    const id = await newMailbox('anna', domain.id);
    const next = `Another-Strong-${run}-Pass`;
    await server.client.setPassword(id, next);
    expect(await signIn(`anna@${domain.name}`, password)).toBe(401);
    expect(await signIn(`anna@${domain.name}`, next)).toBe(200);
    expect(await faultOf(server.client.setPassword(id, 'abc'))).toBe('REFUSED invalidProperties');
    expect(await faultOf(server.client.setPassword('zzzz', next))).toBe('NOT_FOUND notFound');
  });

  it('freezes and unfreezes, keeping the password', async () => {
    const domain = await newDomain('freeze');
    const id = await newMailbox('anna', domain.id);
    const address = `anna@${domain.name}`;
    await server.client.freezeMailbox(id);
    await server.client.freezeMailbox(id);
    expect((await server.client.getMailboxes([id])).get(id)?.frozen).toBe(true);
    expect([await signIn(address, password), await signIn(address, 'wrong')]).toEqual([403, 401]);
    await server.client.unfreezeMailbox(id);
    expect(await signIn(address, password)).toBe(200);
    expect(await faultOf(server.client.freezeMailbox('zzzz'))).toBe('NOT_FOUND notFound');
  });

  it('destroys a mailbox, and twice', async () => {
    const domain = await newDomain('gone');
    const { id } = await server.client.ensureMailbox({ localPart: 'anna', domainId: domain.id, displayName, password });
    await server.client.destroyMailbox(id);
    await server.client.destroyMailbox(id);
    expect(await server.client.getMailboxes([id])).toEqual(new Map());
    expect(await signIn(`anna@${domain.name}`, password)).toBe(401);
  });
});
