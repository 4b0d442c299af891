import { LineConnection } from './line-connection';
import { mailDoors } from './log-ins';
import { stalwartContract } from './stalwart-contract.fixture';

stalwartContract('log-ins of mail programs', (server) => {
  const { newDomain, newMailbox, password } = server;

  /** What each way in says: to the owner, and to the master account in the owner's name. */
  const answers = async (address: string): Promise<unknown> => {
    const { user, password: secret } = server.reached.master;
    const ask = async (login: string, word: string) => Object.fromEntries(await Promise.all(mailDoors.map(async (door) => [door, await server.logIns.try(door, login, word)] as const)));
    return { owner: await ask(address, password), master: await ask(`${address}%${user}`, secret) };
  };
  const both = (answer: unknown): unknown => ({ owner: answer, master: answer });
  const letIn = { letIn: true, said: expect.any(String) as string };
  const refused = (words: RegExp): unknown => ({ letIn: false, said: expect.stringMatching(words) as string });

  it('lets the owner in, and the master account in the name of others and of itself', async () => {
    const domain = await newDomain('doors');
    await newMailbox('anna', domain.id);
    expect(await answers(`anna@${domain.name}`)).toEqual(both({ JMAP: letIn, IMAP: letIn, SMTP: letIn }));
    const { user, password: secret } = server.reached.master;
    for (const door of mailDoors) expect([door, await server.logIns.try(door, `${user}%${user}`, secret)]).toEqual([door, letIn]);
  });

  it('refuses a wrong password, and a master that may not', async () => {
    const domain = await newDomain('wrong');
    await newMailbox('anna', domain.id);
    await newMailbox('bert', domain.id);
    for (const door of mailDoors) {
      expect([door, (await server.logIns.try(door, `anna@${domain.name}`, `${password}-not`)).letIn]).toEqual([door, false]);
      expect([door, (await server.logIns.try(door, `anna@${domain.name}%bert@${domain.name}`, password)).letIn]).toEqual([door, false]);
    }
  });

  it('refuses a frozen account by every way, its owner and the master alike, and lets it in again when it is thawed', async () => {
    const domain = await newDomain('closed');
    const id = await newMailbox('anna', domain.id);
    const address = `anna@${domain.name}`;
    await server.client.freezeMailbox(id);
    expect(await answers(address)).toEqual(both({ JMAP: refused(/^403$/), IMAP: refused(/closed without an answer/), SMTP: refused(/^550 5\.7\.1 /) }));
    await server.client.unfreezeMailbox(id);
    expect(await answers(address)).toEqual(both({ JMAP: letIn, IMAP: letIn, SMTP: letIn }));
  });

  it('knows no account that is gone', async () => {
    const domain = await newDomain('nobody');
    const id = await newMailbox('anna', domain.id);
    await server.client.destroyMailbox(id);
    expect(await answers(`anna@${domain.name}`)).toEqual(both({ JMAP: refused(/^401$/), IMAP: refused(/^NO/), SMTP: refused(/^535 /) }));
  });

  it('keeps an IMAP connection that was open when its account was frozen', async () => {
    const domain = await newDomain('open');
    const id = await newMailbox('anna', domain.id);
    const connection = LineConnection.open(server.reached.imap, 10_000);
    const tagged = async (command: string): Promise<string | null> => {
      connection.say(command);
      for (let line = await connection.hear(); ; line = await connection.hear()) if (line === null || line.startsWith('x ')) return line;
    };
    try {
      await connection.greeting();
      expect(await tagged(`x LOGIN anna@${domain.name} ${password}`)).toMatch(/^x OK/);
      await server.client.freezeMailbox(id);
      expect(await tagged('x NOOP')).toMatch(/^x OK/);
    } finally {
      connection.close();
    }
  });
}, { mailPrograms: true });
