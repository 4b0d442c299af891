import { createStalwartClient } from './stalwart-client';
import { stalwartContract } from './stalwart-contract.fixture';

stalwartContract('settings', (server) => {
  const { faultOf, run } = server;

  it('answers a ping, and refuses one with a wrong credential', async () => {
    await server.client.ping();
    const stranger = createStalwartClient({ ...server.reached, authorization: 'Bearer API_wrong' });
    expect(await faultOf(stranger.ping())).toBe('UNAUTHORIZED');
    await stranger.close();
  });

  it('names the mail host', async () => {
    expect(await server.client.mailHost()).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
  });

  it('takes its own host name again, and refuses what is none', async () => {
    const host = await server.client.mailHost();
    await server.client.setMailHost(host);
    expect(await server.client.mailHost()).toBe(host);
    expect(await faultOf(server.client.setMailHost('not a host'))).toBe('REFUSED invalidPatch');
  });

  it('refuses a certificate that is none, and keeps its own', async () => {
    expect(await faultOf(server.client.ensureDefaultCertificate({ certificate: 'nope', privateKey: 'nope' }))).toBe('REFUSED invalidProperties');
  });

  it('never bans an address it was told of, which it takes once', async () => {
    // From the block for documentation (RFC 5737), which no client has.
    const address = `192.0.2.${1 + (Number.parseInt(run, 16) % 250)}`;
    await server.client.ensureAllowedAddress(address);
    expect(await server.client.ensureAllowedAddress(address)).toBe(false);
    await server.client.forgetAllowedAddress(address);
    expect(await server.client.ensureAllowedAddress(address)).toBe(true);
    await server.client.forgetAllowedAddress(address);
    expect(await faultOf(server.client.ensureAllowedAddress('somewhere'))).toBe('REFUSED invalidPatch');
  });
});
