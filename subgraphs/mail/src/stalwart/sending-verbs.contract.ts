import { stalwartContract } from './stalwart-contract.fixture';

stalwartContract('sending', (server) => {
  const { newDomain, newMailbox, faultOf, run } = server;

  it('sends a message once, however often it is handed over', async () => {
    const { id, name } = await newDomain('sending');
    await newMailbox('anna', id);
    const draft = await server.client.draftMail({ key: `contract-${run}`, to: [`anna@${name}`], subject: `Contract ${run}`, text: 'One line.' });
    const submission = await server.client.submitMail(draft);
    expect(await server.client.submitMail(draft)).toBeNull();
    expect(await server.client.getDelivery(submission ?? '')).toMatchObject([{ address: `anna@${name}`, refused: false }]);
    expect(await faultOf(server.client.submitMail('zzzzzz'))).toBe('NOT_FOUND');
    const nobody = await server.client.draftMail({ key: `contract-nobody-${run}`, to: [], subject: `Contract ${run}`, text: 'One line.' });
    expect(await faultOf(server.client.submitMail(nobody))).toBe('REFUSED noRecipients');
  });

  it('tells who was refused at once, postmaster of a domain of its own among them while nobody has it', async () => {
    const { id, name } = await newDomain('refusing');
    await newMailbox('anna', id);
    const draft = await server.client.draftMail({ key: `contract-refused-${run}`, to: [`anna@${name}`, `postmaster@${name}`, `abuse@${name}`], subject: `Contract ${run}`, text: 'One line.' });
    const deliveries = await server.client.getDelivery((await server.client.submitMail(draft)) ?? '');
    expect(deliveries.map(({ address, refused }) => [address, refused]).sort()).toEqual([[`abuse@${name}`, true], [`anna@${name}`, false], [`postmaster@${name}`, true]]);
    expect(deliveries.filter(({ refused }) => refused).map(({ reply }) => reply.split(' ')[0])).toEqual(['550', '550']);
    expect(await server.client.getDelivery('zzzzzz')).toEqual([]);
  });
});
