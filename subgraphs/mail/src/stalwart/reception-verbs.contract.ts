import { stalwartContract } from './stalwart-contract.fixture';

stalwartContract('reception', (server) => {
  const { newDomain, newMailbox } = server;

  it('tells what becomes of mail to an address that nobody has, and the addresses of several accounts at once', async () => {
    const domain = await newDomain('reception');
    expect([await server.client.getReception(domain.id), await server.client.getReception('zzzz')]).toEqual([{ catchAll: null, subAddressing: true }, null]);
    const [anna, ben] = [await newMailbox('anna', domain.id), await newMailbox('ben', domain.id)];
    expect(await server.client.getAddressesOf([anna, 'zzzz', ben])).toEqual(new Map([[anna, { localPart: 'anna', domainId: domain.id, aliases: [] }], [ben, { localPart: 'ben', domainId: domain.id, aliases: [] }]]));
  });
});
