import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Faults } from '../http/faults';
import { type Exchange, json, type Reply, Router } from '../http/router';
import { startSandboxServer } from '../http/sandbox-server';
import { openStore } from '../store';
import { createPrice, createProduct, listedPrices, type Price, type Product, updatePrice, updateProduct } from './catalogue';
import { createCustomer, type Customer, listedCustomers, searchedCustomers, showCustomer, updateCustomer } from './customers';
import { readForm } from './form';
import { IdempotencyKeys } from './idempotency';
import { type Invoice, listedInvoices } from './invoices';
import { Ledger, page } from './ledger';
import { Parameters } from './parameters';
import { StripeFailure } from './stripe-error';
import { cancelSubscription, createSubscription, listedSubscriptions, type Subscription, type SubscriptionBooks, updateSubscription } from './subscriptions';

export interface StripeSandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly directory: string;
  /** `sk_test_…`; every other key is refused. */
  readonly secretKey: string;
}

export interface StripeSandbox {
  readonly url: string;
  readonly faults: Faults;
  customers(): readonly Customer[];
  subscriptions(): readonly Subscription[];
  invoices(): readonly Invoice[];
  close(): Promise<void>;
}

type Answer = (parameters: Parameters, id: string) => object;

/** Stripe's API as far as it is in use, form in and JSON out, with its idempotency keys; state kept in `directory`. */
export async function startStripeSandbox(options: StripeSandboxOptions): Promise<StripeSandbox> {
  const store = openStore(join(options.directory, 'stripe.jsonl'));
  const keys = new IdempotencyKeys(store);
  const products = new Ledger<Product>(store, 'product');
  const books: SubscriptionBooks = {
    customers: new Ledger<Customer>(store, 'customer'),
    prices: new Ledger<Price>(store, 'price'),
    subscriptions: new Ledger<Subscription>(store, 'subscription'),
    invoices: new Ledger<Invoice>(store, 'invoice'),
  };
  const { customers, prices, subscriptions, invoices } = books;

  const router = new Router();
  const on = (method: string, path: string, answer: Answer): void => {
    router.on(method, path, (exchange) => {
      const form = method === 'POST' ? exchange.form() : exchange.query;
      const expansions = new Expansions(form, { product: (id) => products.find(id), customer: (id) => customers.find(id), latest_invoice: (id) => invoices.find(id) });
      return json(200, expansions.apply(answer(new Parameters(readForm(form)), exchange.params['id'] ?? '')));
    });
  };
  on('GET', '/v1/customers/search', (parameters) => {
    const found = searchedCustomers(parameters.required('query'), customers);
    return { ...page(found, parameters, '/v1/customers/search'), object: 'search_result', next_page: null };
  });
  on('POST', '/v1/customers', (parameters) => createCustomer(parameters, customers));
  on('GET', '/v1/customers', (parameters) => page(listedCustomers(parameters, customers), parameters, '/v1/customers'));
  on('GET', '/v1/customers/:id', (_parameters, id) => showCustomer(customers.get(id)));
  on('POST', '/v1/customers/:id', (parameters, id) => updateCustomer(id, parameters, customers));
  on('DELETE', '/v1/customers/:id', (_parameters, id) => {
    const customer = customers.get(id);
    for (const subscription of subscriptions.all()) {
      if (subscription.customer === id && subscription.status !== 'canceled') cancelSubscription(subscription.id, new Parameters({}), books);
    }
    return showCustomer(customers.put({ ...customer, deleted: true }));
  });
  on('POST', '/v1/products', (parameters) => createProduct(parameters, products));
  on('GET', '/v1/products', (parameters) => {
    const active = parameters.flag('active');
    return page(products.all().filter((product) => active === undefined || product.active === active), parameters, '/v1/products');
  });
  on('GET', '/v1/products/:id', (_parameters, id) => products.get(id));
  on('POST', '/v1/products/:id', (parameters, id) => updateProduct(id, parameters, products));
  on('POST', '/v1/prices', (parameters) => createPrice(parameters, prices, products));
  on('GET', '/v1/prices', (parameters) => page(listedPrices(parameters, prices), parameters, '/v1/prices'));
  on('GET', '/v1/prices/:id', (_parameters, id) => prices.get(id));
  on('POST', '/v1/prices/:id', (parameters, id) => updatePrice(id, parameters, prices));
  on('POST', '/v1/subscriptions', (parameters) => createSubscription(parameters, books));
  on('GET', '/v1/subscriptions', (parameters) => page(listedSubscriptions(parameters, books), parameters, '/v1/subscriptions'));
  on('GET', '/v1/subscriptions/:id', (_parameters, id) => subscriptions.get(id));
  on('POST', '/v1/subscriptions/:id', (parameters, id) => updateSubscription(id, parameters, books));
  on('DELETE', '/v1/subscriptions/:id', (parameters, id) => cancelSubscription(id, parameters, books));
  on('GET', '/v1/invoices', (parameters) => page(listedInvoices(parameters, invoices), parameters, '/v1/invoices'));
  on('GET', '/v1/invoices/:id', (_parameters, id) => invoices.get(id));

  const respond = async (exchange: Exchange): Promise<Reply> => {
    const authorization = exchange.header('authorization') ?? '';
    if (authorization !== `Bearer ${options.secretKey}`) return unknownKey(authorization);
    const found = router.find(exchange);
    if (!('handler' in found)) return unknownRoute(exchange);
    const request = { method: exchange.method, path: exchange.path, body: exchange.text };
    return keys.run(exchange.header('idempotency-key'), request, () => found.handler(exchange) as Reply | Promise<Reply>);
  };
  const server = await startSandboxServer({
    port: options.port,
    handle: async (exchange) => {
      const reply = await respond(exchange).catch((error: unknown) => {
        if (error instanceof StripeFailure) return error.reply;
        throw error;
      });
      const key = exchange.header('idempotency-key');
      return { ...reply, headers: { ...reply.headers, 'request-id': `req_${randomBytes(7).toString('hex')}`, ...(key === undefined ? {} : { 'idempotency-key': key }) } };
    },
  });

  return {
    url: server.url,
    faults: server.faults,
    customers: () => customers.all(),
    subscriptions: () => subscriptions.all(),
    invoices: () => invoices.all(),
    close: async () => {
      await server.close();
      store.close();
    },
  };
}

/** `expand[]`: the object in place of its id, at a path that may begin with `data.`. */
class Expansions {
  private readonly paths: string[][];

  constructor(
    form: URLSearchParams,
    private readonly find: Record<string, (id: string) => object | undefined>,
  ) {
    this.paths = [...form].filter(([key]) => /^expand\[/.test(key)).map(([, path]) => path.split('.'));
  }

  apply(value: object): object {
    return this.paths.reduce<object>((result, path) => this.at(result, path) as object, value);
  }

  private at(value: unknown, path: readonly string[]): unknown {
    const [name, ...rest] = path;
    if (Array.isArray(value)) return value.map((entry) => this.at(entry, path));
    if (name === undefined || typeof value !== 'object' || value === null || !(name in value)) {
      throw StripeFailure.refused(`This property cannot be expanded (${path.join('.')}).`, 'expand');
    }
    const member = (value as Record<string, unknown>)[name];
    const expanded = typeof member === 'string' ? (this.find[name]?.(member) ?? member) : member;
    return { ...value, [name]: rest.length === 0 ? expanded : this.at(expanded, rest) };
  }
}

const unknownKey = (authorization: string): Reply => {
  const key = authorization.replace(/^Bearer /, '');
  const message = key === '' ? 'You did not provide an API key.' : `Invalid API Key provided: ${key.slice(0, 8)}****`;
  return json(401, { error: { type: 'invalid_request_error', message } });
};

const unknownRoute = ({ method, path }: Exchange): Reply =>
  json(404, { error: { type: 'invalid_request_error', message: `Unrecognized request URL (${method}: ${path}).` } });
