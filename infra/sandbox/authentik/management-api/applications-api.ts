import { randomBytes, randomUUID } from 'node:crypto';
import { type Exchange, json, type Router } from '../../http/router';
import type { ApplicationRow, AuthentikState, ProviderRow } from '../authentik-state';
import { Fields, missing, ordered, page, readObject } from './answers';
import { applicationObject, providerObject } from './rows';

const grantTypes = ['authorization_code', 'implicit', 'hybrid', 'refresh_token', 'client_credentials', 'password', 'urn:ietf:params:oauth:grant-type:device_code'];
const reservedSlugs = ['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke'];

type RedirectUri = ProviderRow['redirect_uris'][number];

const readRedirectUri = (item: unknown): RedirectUri | { error: string } => {
  const { matching_mode, url, redirect_uri_type = 'authorization' } = (item ?? {}) as Partial<Record<keyof RedirectUri, string>>;
  if (matching_mode !== 'strict') return { error: 'This server compares redirect URIs in strict mode only.' };
  if (redirect_uri_type !== 'authorization' && redirect_uri_type !== 'logout') return { error: `"${redirect_uri_type}" is not a valid choice.` };
  return typeof url === 'string' ? { matching_mode, url, redirect_uri_type } : { error: 'This field is required.' };
};

const readProvider = (state: AuthentikState, exchange: Exchange): ProviderRow => {
  const fields = new Fields(readObject(exchange), false);
  const name = fields.text('name', { required: true });
  if (name !== undefined && state.providers.values().some((provider) => provider.name === name)) fields.fail('name', 'provider with this name already exists.');
  const row = {
    name: name ?? '',
    authorization_flow: fields.text('authorization_flow', { required: true }) ?? '',
    invalidation_flow: fields.text('invalidation_flow', { required: true }) ?? '',
    redirect_uris: fields.list('redirect_uris', readRedirectUri, { required: true }) ?? [],
    // Left out it is empty, and then every token request fails (contract 1.4).
    grant_types: fields.list('grant_types', (item) => (typeof item === 'string' && grantTypes.includes(item) ? item : { error: `"${String(item)}" is not a valid choice.` })) ?? [],
    client_type: (fields.choice('client_type', ['confidential', 'public']) ?? 'confidential') as ProviderRow['client_type'],
    client_id: fields.text('client_id', { max: 255 }) ?? randomBytes(20).toString('hex'),
    client_secret: fields.text('client_secret', { max: 255, blank: true }) ?? randomBytes(64).toString('hex'),
    property_mappings: fields.list('property_mappings', (item) => (typeof item === 'string' ? item : { error: 'Not a valid string.' })) ?? [],
    signing_key: fields.text('signing_key') ?? null,
    sub_mode: fields.choice('sub_mode', ['hashed_user_id', 'user_id', 'user_uuid', 'user_username', 'user_email', 'user_upn']) ?? 'hashed_user_id',
    scopes: [],
  };
  if (state.providers.values().some((provider) => provider.client_id === row.client_id)) fields.fail('client_id', 'This field must be unique.');
  fields.check();
  return { ...row, pk: state.nextNumber('provider') };
};

const readApplication = (state: AuthentikState, exchange: Exchange): ApplicationRow => {
  const fields = new Fields(readObject(exchange), false);
  const name = fields.text('name', { required: true }) ?? '';
  const slug = fields.text('slug', { required: true, pattern: /^[-a-zA-Z0-9_]+$/, wrong: 'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.' }) ?? '';
  if (state.applications.has(slug)) fields.fail('slug', 'Application with this slug already exists.');
  if (reservedSlugs.includes(slug)) fields.fail('slug', 'The slug is reserved and cannot be used for applications.');
  const provider = fields.number('provider') ?? null;
  if (provider !== null && !state.providers.has(String(provider))) fields.fail('provider', `Invalid pk "${provider}" - object does not exist.`);
  if (provider !== null && state.applications.values().some((one) => one.provider === provider)) fields.fail('provider', 'Application with this provider already exists.');
  fields.check();
  return { pk: randomUUID(), name, slug, provider };
};

export const addApplicationRoutes = (router: Router, state: AuthentikState): void => {
  router
    .on('GET', '/api/v3/core/applications/', (exchange) =>
      page(exchange, ordered(exchange, state.applications.values(), 'name').map((row) => applicationObject(state, row)), state.maximumPageSize),
    )
    .on('POST', '/api/v3/core/applications/', (exchange) => {
      const application = readApplication(state, exchange);
      state.applications.put(application.slug, application);
      return json(201, applicationObject(state, application));
    })
    .on('GET', '/api/v3/core/applications/:slug/', (exchange) => {
      const application = state.applications.get(exchange.param('slug'));
      if (!application) throw missing('Application');
      return json(200, applicationObject(state, application));
    })
    .on('GET', '/api/v3/providers/oauth2/', (exchange) => {
      const { query } = exchange;
      const rows = state.providers.values().filter((row) => !['name', 'client_id'].some((name) => query.has(name) && query.get(name) !== row[name as 'name' | 'client_id']));
      return page(exchange, ordered(exchange, rows, 'name').map((row) => providerObject(state, row)), state.maximumPageSize);
    })
    .on('POST', '/api/v3/providers/oauth2/', (exchange) => {
      const provider = readProvider(state, exchange);
      state.providers.put(String(provider.pk), provider);
      return json(201, providerObject(state, provider));
    })
    .on('GET', '/api/v3/providers/oauth2/:id/', (exchange) => {
      const provider = state.providers.get(exchange.param('id'));
      if (!provider) throw missing('OAuth2Provider');
      return json(200, providerObject(state, provider));
    })
    .on('GET', '/api/v3/core/brands/current/', (exchange) =>
      json(200, {
        matched_domain: exchange.url.hostname,
        branding_title: 'Dezky',
        branding_logo: '',
        branding_logo_themed_urls: null,
        branding_favicon: '',
        branding_favicon_themed_urls: null,
        branding_custom_css: '',
        branding_map_tiles: '',
        ui_footer_links: [],
        ui_theme: 'automatic',
        flow_authentication: 'default-authentication-flow',
        flow_invalidation: 'default-invalidation-flow',
        default_locale: '',
        flags: { flows_continuous_login: false, flows_refresh_others: false },
      }),
    );
};
