import type { AccessTokenRow, ApplicationRow, AuthentikState, DeviceRow, GroupRow, ProviderRow, SessionRow, UserRow } from '../authentik-state';

/** The objects of the management API, whole as the 2026.8.3 schema has them. */

const without = (row: object, hidden: string): object => Object.fromEntries(Object.entries(row).filter(([name]) => name !== hidden));

export const partialGroup = ({ pk, num_pk, name, is_superuser, attributes }: Readonly<GroupRow>): object => ({ pk, num_pk, name, is_superuser, attributes });

export const userObject = (state: AuthentikState, user: Readonly<UserRow>, includeGroups = true): object => {
  const groups = state.groups.values().filter((group) => group.users.includes(user.pk));
  return {
    ...without(user, 'password'),
    groups: groups.map((group) => group.pk),
    groups_obj: includeGroups ? groups.map(partialGroup) : null,
    roles: [],
    roles_obj: [],
    avatar: 'data:image/svg+xml;base64,',
  };
};

export const groupObject = (state: AuthentikState, group: Readonly<GroupRow>, includeUsers = true): object => {
  const members = group.users.flatMap((pk) => state.user(pk) ?? []);
  const related = (pk: string): object[] => {
    const other = state.groups.get(pk);
    return other ? [{ pk: other.pk, name: other.name, is_superuser: other.is_superuser, attributes: other.attributes }] : [];
  };
  const children = state.groups.values().filter((other) => other.parents.includes(group.pk));
  const userFields = ({ pk, username, name, is_active, last_login, email, attributes, uid }: Readonly<UserRow>): object => ({
    pk, username, name, is_active, last_login, email, attributes, uid,
  });
  return {
    ...group,
    parents_obj: group.parents.flatMap(related),
    users_obj: includeUsers ? members.map(userFields) : null,
    roles: [],
    roles_obj: [],
    inherited_roles_obj: [],
    children: children.map((child) => child.pk),
    children_obj: children.flatMap((child) => related(child.pk)),
  };
};

export const sessionObject = (session: Readonly<SessionRow>): object => ({
  ...without(session, 'oidcUid'),
  current: false,
  user_agent: {
    device: { brand: null, family: 'Other', model: null },
    os: { family: 'Other', major: null, minor: null, patch: null, patch_minor: null },
    user_agent: { family: 'Other', major: '', minor: '', patch: '' },
    string: session.last_user_agent,
  },
  geo_ip: null,
  asn: null,
});

const providerFields = (state: AuthentikState, provider: Readonly<ProviderRow>): object => {
  const application = state.applications.values().find((one) => one.provider === provider.pk);
  return {
    assigned_application_name: application?.name ?? null,
    assigned_application_slug: application?.slug ?? null,
    assigned_backchannel_application_name: null,
    assigned_backchannel_application_slug: null,
    component: 'ak-provider-oauth2-form',
    meta_model_name: 'authentik_providers_oauth2.oauth2provider',
    verbose_name: 'OAuth2/OpenID Provider',
    verbose_name_plural: 'OAuth2/OpenID Providers',
  };
};

export const providerObject = (state: AuthentikState, provider: Readonly<ProviderRow>): object => {
  return {
    ...without(provider, 'scopes'),
    ...providerFields(state, provider),
    authentication_flow: null,
    access_code_validity: 'minutes=1',
    access_token_validity: 'minutes=5',
    refresh_token_validity: 'days=30',
    refresh_token_threshold: 'seconds=0',
    include_claims_in_id_token: true,
    encryption_key: null,
    logout_uri: '',
    logout_method: 'backchannel',
    issuer_mode: 'per_provider',
    jwt_federation_sources: [],
    jwt_federation_providers: [],
  };
};

export const applicationObject = (state: AuthentikState, application: Readonly<ApplicationRow>): object => {
  const provider = application.provider === null ? undefined : state.providers.get(String(application.provider));
  const { pk, name } = provider ?? {};
  return {
    ...application,
    pbm_uuid: application.pk,
    provider_obj: provider
      ? {
          pk,
          name,
          authentication_flow: null,
          authorization_flow: provider.authorization_flow,
          invalidation_flow: provider.invalidation_flow,
          property_mappings: provider.property_mappings,
          ...providerFields(state, provider),
        }
      : null,
    backchannel_providers: [],
    backchannel_providers_obj: [],
    launch_url: null,
    open_in_new_tab: false,
    meta_launch_url: '',
    meta_icon: '',
    meta_icon_url: null,
    meta_icon_themed_urls: null,
    meta_description: '',
    meta_publisher: '',
    policy_engine_mode: 'any',
    group: '',
    meta_hide: false,
  };
};

/** A row of `/oauth2/access_tokens/` or `/oauth2/refresh_tokens/`; never the token itself. */
export const tokenObject = (state: AuthentikState, token: Pick<AccessTokenRow, 'pk' | 'user' | 'provider' | 'scope' | 'expires'>): object[] => {
  const user = state.user(token.user);
  const provider = state.providers.get(String(token.provider));
  if (!user || !provider) return [];
  return [
    {
      pk: token.pk,
      provider: { pk: provider.pk, name: provider.name, authorization_flow: provider.authorization_flow, invalidation_flow: provider.invalidation_flow, ...providerFields(state, provider) },
      user: userObject(state, user),
      is_expired: Date.parse(token.expires) < Date.now(),
      expires: token.expires,
      scope: token.scope,
      id_token: '',
      revoked: false,
    },
  ];
};

const deviceTypes: Record<DeviceRow['kind'], { type: string; title: string }> = {
  totp: { type: 'authentik_stages_authenticator_totp.TOTPDevice', title: 'TOTP Device' },
  static: { type: 'authentik_stages_authenticator_static.StaticDevice', title: 'Static Device' },
  webauthn: { type: 'authentik_stages_authenticator_webauthn.WebAuthnDevice', title: 'WebAuthn Device' },
};

export const deviceObject = ({ pk, name, kind, created }: Readonly<DeviceRow>): object => ({
  pk,
  name,
  type: deviceTypes[kind].type,
  meta_model_name: deviceTypes[kind].type.toLowerCase(),
  verbose_name: deviceTypes[kind].title,
  verbose_name_plural: `${deviceTypes[kind].title}s`,
  confirmed: true,
  created,
  last_updated: created,
  last_used: null,
  extra_description: null,
  external_id: null,
});
