import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStripeSandbox, type StripeSandbox } from '@dezky/sandbox/stripe/stripe-sandbox';

/**
 * The sandbox against recordings of Stripe's own mock (0.203.0), which answers from fixtures:
 * ids and amounts say nothing, and a member that may be null stands there filled. Compared are
 * the status, the members of each object and their types, null going with every type.
 */
interface Recording {
  readonly name: string;
  readonly request: { method: string; path: string; query: Record<string, string>; idempotencyKey: string | null; authorization: string; body: Record<string, string> | null };
  readonly response: { status: number; body: unknown };
}

/** Where the sandbox answers otherwise, and why, by recording and then by path; `status` stands for the status and all that follows from it. */
const exceptions: Record<string, Record<string, string>> = {
  'customers.create (address, tax_id_data eu_vat, metadata, idempotencyKey)': { status: 'VAT ids are not in use, so tax_id_data is an unknown parameter.' },
  'customers.retrieve (expand invoice_settings.default_payment_method, tax_ids)': { status: 'What cannot be expanded is refused, as the real server does; the mock accepts every path.' },
  'customers.create key K (again, other body)': { status: 'A key that was used for another request is refused; the mock keeps no keys.' },
  'subscriptions.create (quantity, default_incomplete, expand latest_invoice.confirmation_secret)': { status: 'Payment by card is not in use, so its secret cannot be expanded.' },
  'unknown id is still 200': { status: 'An id nobody has answers 404 resource_missing; the mock knows every id.' },
  'invoices.list': { '/data/0': 'Invoices are listed with the members in use only; the billing pages go deeper.' },
};
/** Members of the error object that the mock leaves out and the API documents. */
const addedToErrors = new Set(['code', 'param']);

const recordings = JSON.parse(readFileSync(join(__dirname, 'transcripts', 'recorded.json'), 'utf8')) as Recording[];
const secretKey = 'sk_test_replay';

type Members = Record<string, unknown>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

describe('Stripe sandbox against recorded exchanges', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-stripe-replay-'));
  const outcomes = new Map<string, string[]>();
  const ids = new Map<string, string>();
  let sandbox: StripeSandbox;

  const send = async (method: string, path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<{ status: number; body: unknown }> => {
    const values = new URLSearchParams(Object.entries(form).map(([key, value]): [string, string] => [key, ids.get(value) ?? value]));
    const url = `${sandbox.url}${path}${method === 'POST' ? '' : `?${values.toString()}`}`;
    const answer = await fetch(url, { method, headers: { authorization: `Bearer ${secretKey}`, ...headers }, ...(method === 'POST' ? { body: values } : {}) });
    return { status: answer.status, body: await answer.json() };
  };
  const make = async (path: string, form: Record<string, string>): Promise<string> => String(((await send('POST', path, form)).body as Members)['id']);

  /** The recordings name objects that were never made; here they are. */
  const prepare = async (): Promise<void> => {
    ids.set('prod_123', await make('/v1/products', { name: 'Prepared' }));
    ids.set('price_123', await make('/v1/prices', { product: 'prod_123', currency: 'eur', unit_amount: '100', 'recurring[interval]': 'month' }));
    ids.set('cus_123', await make('/v1/customers', { name: 'Prepared', email: 'ap@acme.example' }));
    const subscription = await send('POST', '/v1/subscriptions', { customer: 'cus_123', 'items[0][price]': 'price_123', collection_method: 'send_invoice', days_until_due: '14' });
    const { id, items } = subscription.body as { id: string; items: { data: [{ id: string }] } };
    ids.set('sub_123', id);
    ids.set('si_123', items.data[0].id);
  };

  const replay = async ({ request, response }: Recording): Promise<string[]> => {
    const path = request.path.replace(/(?:cus|sub|si|prod|price)_123/, (id) => ids.get(id) ?? id);
    const headers = { ...(request.idempotencyKey === null ? {} : { 'idempotency-key': request.idempotencyKey }), ...(request.authorization.startsWith('Bearer sk_test_') ? {} : { authorization: request.authorization }) };
    const actual = await send(request.method, path, request.method === 'POST' ? (request.body ?? {}) : request.query, headers);
    return actual.status === response.status ? differences(response.body, actual.body, '') : ['status'];
  };

  beforeAll(async () => {
    sandbox = await startStripeSandbox({ port: 0, directory, secretKey });
    await prepare();
    // What ends a subscription comes late, and what removes the customer last.
    const rank = ({ name, request }: Recording): number => (name === 'customers.del' ? 2 : request.method === 'DELETE' ? 1 : 0);
    const inOrder = [...recordings].sort((left, right) => rank(left) - rank(right));
    for (const recording of inOrder) outcomes.set(recording.name, await replay(recording));
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  it.each(recordings.map(({ name }) => [name]))('%s', (name) => {
    const allowed = Object.keys(exceptions[name] ?? {});
    const found = outcomes.get(name) ?? ['not replayed'];
    expect(found.filter((path) => !allowed.some((prefix) => path.startsWith(prefix)))).toEqual([]);
    expect(allowed.filter((prefix) => !found.some((path) => path.startsWith(prefix)))).toEqual([]);
  });
});

function differences(recorded: unknown, actual: unknown, path: string): string[] {
  if (recorded === null || actual === null) return [];
  if (Array.isArray(recorded) && Array.isArray(actual)) {
    // Lists of fixtures have any length: the first of each is compared.
    return recorded.length === 0 || actual.length === 0 ? [] : differences(recorded[0], actual[0], `${path}/0`);
  }
  if (isMembers(recorded) && isMembers(actual)) {
    // Metadata has the sender's own names.
    if (path.endsWith('/metadata')) return [];
    const names = new Set([...Object.keys(recorded), ...Object.keys(actual)]);
    return [...names].flatMap((name) => {
      if (name in recorded && name in actual) return differences(recorded[name], actual[name], `${path}/${name}`);
      return path === '/error' && addedToErrors.has(name) ? [] : [`${path}/${name} ${name in recorded ? 'missing' : 'added'}`];
    });
  }
  const kind = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);
  return kind(recorded) === kind(actual) && (path !== '/error/type' || recorded === actual) ? [] : [`${path} ${kind(actual)} for ${kind(recorded)}`];
}
