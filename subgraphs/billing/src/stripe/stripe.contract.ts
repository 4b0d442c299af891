import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { startStripeSandbox, type StripeSandbox } from '@dezky/sandbox/stripe/stripe-sandbox';
import { createStripeClient, type SeatPlan, type StripeClient } from './stripe-client';

interface Server {
  readonly url: string;
  readonly secretKey: string;
}

/** What Dezky relies on from Stripe, in test mode or as the sandbox. */
function stripeContract(title: string, reach: () => Promise<Server>): void {
  describe(`Stripe contract on ${title}`, () => {
    const run = randomBytes(4).toString('hex');
    const plan: SeatPlan = { productId: `contract_${run}`, productName: `Contract ${run}`, lookupKey: `contract_${run}`, currency: 'eur', unitAmountMinor: 499, interval: 'month' };
    const customers: string[] = [];
    let server: Server;
    let client: StripeClient;
    let raw: Stripe;

    const newCustomer = async (label: string): Promise<{ id: string; tenantId: string }> => {
      const tenantId = `${label}-${run}`;
      const { id } = await client.ensureCustomer({ tenantId, name: label, email: `${label}@${run}.example.com` });
      customers.push(id);
      return { id, tenantId };
    };
    const faultOf = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'none',
        (error: unknown) => (error instanceof BackEndError ? `${error.fault} ${error.code ?? ''}`.trim() : Promise.reject(error as Error)),
      );

    beforeAll(async () => {
      server = await reach();
      client = createStripeClient(server);
      const { hostname, port, protocol } = new URL(server.url);
      raw = new Stripe(server.secretKey, { host: hostname, ...(port === '' ? {} : { port: Number(port) }), protocol: protocol === 'http:' ? 'http' : 'https', telemetry: false });
      await client.ensurePlan(plan);
    });
    afterAll(async () => {
      for (const id of new Set(customers)) await raw.customers.del(id);
      // Prices and products that were used cannot be deleted, only put away.
      const { priceId } = await client.ensurePlan(plan);
      await raw.prices.update(priceId, { active: false });
      await raw.products.update(plan.productId, { active: false });
      await client.close();
    });

    it('answers a ping, and refuses one with a wrong key', async () => {
      await client.ping();
      const stranger = createStripeClient({ ...server, secretKey: 'sk_test_wrong' });
      expect(await faultOf(stranger.ping())).toBe('UNAUTHORIZED');
      await stranger.close();
    });

    it('makes a plan once, and finds its price by the lookup key', async () => {
      const again = await client.ensurePlan(plan);
      expect(again.created).toBe(false);
      expect((await raw.prices.retrieve(again.priceId)).unit_amount).toBe(499);
    });

    it('makes one customer for a tenant, also when asked again under another name', async () => {
      const first = await newCustomer('renamed');
      const second = await client.ensureCustomer({ tenantId: first.tenantId, name: 'Renamed A/S', email: 'new@example.com' });
      expect(second.id).toBe(first.id);
      const stored = await raw.customers.retrieve(first.id);
      expect(stored).toMatchObject({ name: 'Renamed A/S', email: 'new@example.com', metadata: { tenantId: first.tenantId } });
    });

    it('subscribes a tenant once, active at once, with its period on the item', async () => {
      const { id: customerId, tenantId } = await newCustomer('subscribed');
      const input = { customerId, tenantId, priceLookupKey: plan.lookupKey, seats: 3 };
      const first = await client.ensureSubscription(input);
      expect(first).toMatchObject({ customerId, status: 'ACTIVE', seats: 3, cycle: 'MONTHLY', unitAmountMinor: 499, currency: 'EUR', cancelAt: null, created: true });
      expect((first.renewsAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(27 * 86_400_000);
      expect(await client.ensureSubscription({ ...input, seats: 9 })).toEqual({ ...first, created: false });
      expect({ ...(await client.getSubscription(first.id)), created: true }).toEqual(first);
    });

    it('changes the seats of the one item', async () => {
      const { id: customerId, tenantId } = await newCustomer('seats');
      const { id } = await client.ensureSubscription({ customerId, tenantId, priceLookupKey: plan.lookupKey, seats: 1 });
      expect((await client.setSeats(id, 5)).seats).toBe(5);
      expect((await client.setSeats(id, 5)).seats).toBe(5);
      expect((await client.setSeats(id, 2)).seats).toBe(2);
      expect((await raw.subscriptions.retrieve(id)).items.data).toHaveLength(1);
    });

    it('subscribes a tenant anew who left and came back', async () => {
      const { id: customerId, tenantId } = await newCustomer('back');
      const input = { customerId, tenantId, priceLookupKey: plan.lookupKey, seats: 1 };
      const first = await client.ensureSubscription(input);
      await raw.subscriptions.cancel(first.id);
      expect(await client.getSubscription(first.id)).toMatchObject({ status: 'CANCELED', renewsAt: null });
      const second = await client.ensureSubscription(input);
      expect(second).toMatchObject({ status: 'ACTIVE', created: true });
      expect(second.id).not.toBe(first.id);
    });

    it('makes one customer of several requests at the same time', async () => {
      const tenantId = `race-${run}`;
      const ids: string[] = [];
      const ask = (): Promise<unknown> => client.ensureCustomer({ tenantId, name: 'Race', email: 'race@example.com' }).then(({ id }) => ids.push(id));
      const outcomes = await Promise.all([1, 2, 3].map(() => faultOf(ask())));
      // A request that meets its twin in flight may be told to come again (409), never to make a second customer.
      expect(outcomes.every((outcome) => outcome === 'none' || outcome.startsWith('BUSY'))).toBe(true);
      await ask();
      customers.push(...ids);
      expect(new Set(ids).size).toBe(1);
    });

    it('tells what is not there from what is refused', async () => {
      expect(await client.getSubscription('sub_missing')).toBeNull();
      expect(await faultOf(client.setSeats('sub_missing', 1))).toBe('NOT_FOUND resource_missing');
      expect(await faultOf(client.ensureSubscription({ customerId: 'cus_missing', tenantId: 'x', priceLookupKey: plan.lookupKey, seats: 1 }))).toMatch(/^NOT_FOUND resource_missing/);
    });

    it('refuses a key that was used for another request', async () => {
      const options = { idempotencyKey: `contract-${run}` };
      const { id } = await raw.customers.create({ name: 'A' }, options);
      customers.push(id);
      expect((await raw.customers.create({ name: 'A' }, options)).id).toBe(id);
      await expect(raw.customers.create({ name: 'B' }, options)).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    });
  });
}

describe('sandbox', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-stripe-'));
  let sandbox: StripeSandbox;
  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });
  stripeContract('the sandbox', async () => {
    const secretKey = `sk_test_${randomBytes(12).toString('hex')}`;
    sandbox = await startStripeSandbox({ port: 0, directory, secretKey });
    return { url: sandbox.url, secretKey };
  });

  it('loses the answer of a create, and the tenant still has one customer', async () => {
    const secretKey = 'sk_test_lost';
    const lost = await startStripeSandbox({ port: 0, directory: join(directory, 'lost'), secretKey });
    const client = createStripeClient({ url: lost.url, secretKey });
    lost.faults.add({ match: { method: 'POST', path: /^\/v1\/customers$/ }, kind: 'answer-lost', times: 1 });
    const { id } = await client.ensureCustomer({ tenantId: 'lost', name: 'Lost', email: 'lost@example.com' });
    expect(lost.customers().map((customer) => [customer.id, customer.name])).toEqual([[id, 'Lost']]);
    lost.faults.add({ match: {}, kind: 'down' });
    await expect(client.ping()).rejects.toMatchObject({ fault: 'UNREACHABLE', passing: true });
    await client.close();
    await lost.close();
  });
});

const { STRIPE_URL: url, STRIPE_KEY: secretKey } = process.env;
if (url !== undefined && secretKey !== undefined) stripeContract(url, () => Promise.resolve({ url, secretKey }));
