import { readEnvironment, shape, variable } from './environment';

const variables = {
  PORT: variable('The port.', shape.port, { local: '4000' }),
  AUTH_URL: variable('Where it is.', shape.url),
  SECRET: variable('A secret.', shape.text, { secret: true }),
  CLIENTS: variable('Some.', shape.list, { local: 'a,b' }),
  FLAG: variable('On or off.', shape.flag, { local: 'false' }),
  COUNT: variable('How many.', shape.count, { local: '0' }),
  BUDGET: variable('How much.', shape.budget, { local: '100/5' }),
};
const good = { AUTH_URL: 'http://auth.test/', SECRET: 's3cret' };

describe('the environment', () => {
  it('is read once, with its defaults, in the types it has', () => {
    expect(readEnvironment(variables, good)).toEqual({ PORT: 4000, AUTH_URL: 'http://auth.test', SECRET: 's3cret', CLIENTS: ['a', 'b'], FLAG: false, COUNT: 0, BUDGET: { capacity: 100, perSecond: 5 } });
    expect(readEnvironment(variables, { ...good, PORT: '0', CLIENTS: ' x , ,y ', FLAG: 'true', COUNT: '7', OTHER: 'ignored' })).toMatchObject({ PORT: 0, CLIENTS: ['x', 'y'], FLAG: true, COUNT: 7 });
  });

  it.each([
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['PORT', { PORT: '1.5' }],
    ['PORT', { PORT: '' }],
    ['AUTH_URL', { AUTH_URL: 'auth.test' }],
    ['AUTH_URL', { AUTH_URL: '' }],
    ['AUTH_URL', { AUTH_URL: undefined }],
    ['SECRET', { SECRET: '' }],
    ['SECRET', { SECRET: undefined }],
    ['FLAG', { FLAG: 'yes' }],
    ['COUNT', { COUNT: '-1' }],
    ['COUNT', { COUNT: '' }],
    ['BUDGET', { BUDGET: '100' }],
    ['BUDGET', { BUDGET: '0/5' }],
    ['BUDGET', { BUDGET: '100/0' }],
    ['BUDGET', { BUDGET: '-1/5' }],
  ])('stops the start with one line that names %s: %j', (name, change) => {
    const read = (): unknown => readEnvironment(variables, { ...good, ...change });
    expect(read).toThrow(expect.objectContaining({ name: 'ConfigurationError', variable: name }) as Error);
    expect(read).toThrow(new RegExp(`^${name} [^\\n]+\\.$`));
  });

  it('repeats no secret', () => {
    const secret = { KEY: variable('A key.', shape.port, { secret: true }) };
    expect(() => readEnvironment(secret, { KEY: 'hunter2' })).toThrow(/^KEY is set to (?!.*hunter2)/);
  });
});
