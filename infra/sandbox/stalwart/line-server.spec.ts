import { once } from 'node:events';
import { connect } from 'node:net';
import { type LineServer, listenForLines } from './line-server';

describe('listenForLines', () => {
  let server: LineServer;
  beforeAll(async () => {
    server = await listenForLines({
      port: 0,
      serve: (peer) => {
        peer.say('hello');
        return (line) => peer.say(line === 'flood' ? 'x'.repeat(8_000_000) : `heard ${line}`);
      },
    });
  });
  afterAll(() => server.close());

  const visit = async (line: string): Promise<string> => {
    const socket = connect(server.port, '127.0.0.1').setEncoding('utf8');
    let said = '';
    socket.on('data', (text: string) => (said += text));
    socket.write(`${line}\r\n`);
    while (!said.includes(`heard ${line}`)) await once(socket, 'data');
    socket.end();
    return said;
  };

  it('greets and answers line after line', async () => expect(await visit('one')).toBe('hello\r\nheard one\r\n'));

  it('bears whoever is killed before they have read what was said', async () => {
    // What is unread when a connection is closed makes the kernel reset it, as when its process is killed.
    for (let time = 0; time < 3; time += 1) {
      const socket = connect(server.port, '127.0.0.1');
      socket.write('flood\r\n');
      // The first of it is there, and much more stands behind it.
      await once(socket, 'readable');
      socket.destroy();
      await once(socket, 'close');
    }
    expect(await visit('two')).toContain('heard two');
  });
});
