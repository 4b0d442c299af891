import { createLogger } from './logger';

describe('a log line', () => {
  const lines = (level: string, write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] => {
    const written: string[] = [];
    write(createLogger({ name: 'spec', level, destination: { write: (line: string) => void written.push(line) } }));
    return written.map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('has a name, a level in words, a time and what it is about', () => {
    const [line] = lines('info', (log) => log.child({ requestId: 'r1' }).info({ ms: 3 }, 'request'));
    expect(line).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string, name: 'spec', requestId: 'r1', ms: 3, msg: 'request' });
  });

  it.each(['authorization', 'cookie', 'password', 'newPassword', 'oneTimePassword', 'secret', 'clientSecret', 'token', 'accessToken', 'refreshToken', 'idToken', 'access_token', 'refresh_token', 'id_token'])('never has a %s, four objects deep', (field) => {
    const [line] = lines('info', (log) => log.info({ [field]: 'hunter2', a: { [field]: 'hunter2', b: { [field]: 'hunter2', c: { [field]: 'hunter2' } } } }, 'x'));
    expect(JSON.stringify(line)).not.toContain('hunter2');
    expect(JSON.stringify(line).match(/\[redacted\]/g)).toHaveLength(4);
  });

  it('has of an error what helps to find it, and nothing that hangs on it', () => {
    const error = Object.assign(new Error('broken', { cause: Object.assign(new TypeError('inner'), { code: 'ECONNRESET', client: { password: 'hunter2' } }) }), { code: '23505', parameters: ['hunter2'], config: { headers: { authorization: 'hunter2' } } });
    const [line] = lines('error', (log) => log.error({ err: error }, 'x'));
    expect(line?.['err']).toEqual({ type: 'Error', message: 'broken', code: '23505', stack: expect.stringContaining('broken') as string, cause: { type: 'TypeError', message: 'inner', code: 'ECONNRESET', stack: expect.any(String) as string } });
    expect(JSON.stringify(line)).not.toContain('hunter2');
  });

  it('is not written below the level', () => {
    expect(lines('warn', (log) => {
      log.debug('x');
      log.info('x');
      log.warn('x');
    })).toHaveLength(1);
  });
});
