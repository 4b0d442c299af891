import { empty } from '../../http/router';
import type { AccountRow, OcisState } from '../ocis-state';
import { type AddRoute, answer, checkOptions, forbidden, graphError, type GraphRequest, invalidRequest, notFound, readBody } from './answers';
import { assignmentObject } from './roles';
import { driveObject, visibleDrives } from './drives';

const writable = ['accountEnabled', 'displayName', 'givenName', 'surname', 'mail', 'onPremisesSamAccountName', 'passwordProfile', 'identities', 'preferredLanguage'];
const readOnly = ['id', 'memberOf', 'userType'];
const usernamePattern = /^[a-zA-Z_][a-zA-Z0-9._@+-]*$/;

export const userObject = (account: Readonly<AccountRow>, mail: boolean): Record<string, unknown> => ({
  accountEnabled: account.enabled ?? undefined,
  displayName: account.displayName,
  givenName: account.givenName ?? undefined,
  id: account.id,
  identities: account.identities ?? undefined,
  mail: mail ? (account.mail ?? undefined) : undefined,
  onPremisesSamAccountName: account.username,
  signInActivity: account.lastSignIn === null ? undefined : { lastSuccessfulSignInDateTime: account.lastSignIn },
  surname: account.surname,
  userType: 'Member',
});

const readAccount = (request: GraphRequest): Partial<AccountRow> => {
  const body = readBody(request.exchange, [...writable, ...readOnly]);
  for (const name of ['displayName', 'givenName', 'surname', 'mail', 'onPremisesSamAccountName', 'preferredLanguage']) {
    const value = body[name];
    if (value !== undefined && typeof value !== 'string') throw invalidRequest(`invalid request body: json: cannot unmarshal ${typeof value} into Go struct field _User.${name} of type string`);
  }
  if (body.accountEnabled !== undefined && typeof body.accountEnabled !== 'boolean') {
    throw invalidRequest(`invalid request body: json: cannot unmarshal ${typeof body.accountEnabled} into Go struct field _User.accountEnabled of type bool`);
  }
  if ('id' in body) throw invalidRequest('user id is a read-only attribute');
  for (const name of readOnly) if (name in body) throw invalidRequest(`${name} is a read-only attribute`);
  const text = (name: string): string | undefined => body[name] as string | undefined;
  const [displayName, username, mail, givenName, surname] = ['displayName', 'onPremisesSamAccountName', 'mail', 'givenName', 'surname'].map(text);
  return {
    ...(displayName !== undefined && { displayName }),
    ...(username !== undefined && { username }),
    ...(mail !== undefined && { mail }),
    ...(givenName !== undefined && { givenName }),
    ...(surname !== undefined && { surname }),
    ...(body.accountEnabled !== undefined && { enabled: body.accountEnabled as boolean }),
    ...(Array.isArray(body.identities) && { identities: body.identities as NonNullable<AccountRow['identities']> }),
  };
};

const isMail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

/** `startswith`, `contains`, `userType eq`, the role, joined by `and` or `or`; equality of other properties is not supported by the server. */
const filterTest = (state: OcisState, filter: string): ((account: Readonly<AccountRow>) => boolean) => {
  if (filter.includes(' or ')) {
    const tests = filter.split(' or ').map((part) => filterTest(state, part));
    return (account) => tests.some((test) => test(account));
  }
  if (filter.includes(' and ')) {
    const tests = filter.split(' and ').map((part) => filterTest(state, part));
    return (account) => tests.every((test) => test(account));
  }
  const [, verb, term = ''] = /^(startswith|contains)\(displayName,'(.*)'\)$/.exec(filter) ?? [];
  if (verb === 'startswith') return (account) => account.displayName.toLowerCase().startsWith(term.toLowerCase());
  if (verb === 'contains') return (account) => account.displayName.toLowerCase().includes(term.toLowerCase());
  const role = /^appRoleAssignments\/any\(m:m\/appRoleId eq '(.*)'\)$/.exec(filter)?.[1];
  if (role !== undefined) return (account) => state.roleOf(account) === role;
  const userType = /^userType eq '(.*)'$/.exec(filter)?.[1];
  if (userType !== undefined) return () => userType === 'Member';
  if (/^\w+ eq '.*'$/.test(filter)) throw graphError(501, 'generalException', 'unsupported filter');
  throw invalidRequest(`invalid token sequence: ${filter.split(' ').slice(0, 2).join(' ')}`);
};

const searchTest = (search: string): ((account: Readonly<AccountRow>) => boolean) => {
  const quoted = /^"(.*)"$/.exec(search)?.[1];
  if (quoted === undefined && !/^[a-zA-Z0-9]*$/.test(search)) throw invalidRequest(`Token '${search.replace(/^[a-zA-Z0-9]*/, '')}' is invalid`);
  const term = (quoted ?? search).toLowerCase();
  return ({ username, mail, displayName }) => [username, mail ?? '', displayName].some((value) => value.toLowerCase().includes(term));
};

const orderings: Record<string, (account: Readonly<AccountRow>) => string> = {
  displayName: (account) => account.displayName,
  mail: (account) => account.mail ?? '',
  onPremisesSamAccountName: (account) => account.username,
};

const listUsers = (state: OcisState, { exchange, isAdmin }: GraphRequest): Record<string, unknown>[] => {
  checkOptions(exchange);
  const { query } = exchange;
  const search = query.get('$search') ?? '';
  if (!isAdmin) {
    if (search.length < 3) throw forbidden('search term too short');
    if (query.has('$filter')) throw forbidden('filter has forbidden elements for regular users');
    if (query.has('$expand')) throw forbidden('query has forbidden elements for regular users');
  }
  const [matches, passes] = [searchTest(search), query.get('$filter') ? filterTest(state, query.get('$filter') ?? '') : () => true];
  const rows = state.accounts.values().filter((account) => matches(account) && passes(account));
  const orderBy = query.get('$orderby');
  if (orderBy !== null) {
    const [field = '', direction] = orderBy.split(' ');
    const by = orderings[field];
    if (!by) throw invalidRequest(`we do not support <${field}> as a order parameter`);
    rows.sort((a, b) => by(a).localeCompare(by(b)) * (direction === 'desc' ? -1 : 1));
  }
  if (!isAdmin) return rows.map(({ id, displayName }) => ({ displayName, id, onPremisesSamAccountName: '', userType: 'Member' }));
  const expand = (query.get('$expand') ?? '').split(',');
  return rows.map((account) => ({ ...userObject(account, true), ...(expand.includes('appRoleAssignments') && { appRoleAssignments: assignmentObject(state, account.id) }), ...(expand.includes('memberOf') && { memberOf: [] }) }));
};

export const addUserRoutes = (add: AddRoute, state: OcisState, issuer: () => string): void => {
  const find = ({ exchange }: GraphRequest): Readonly<AccountRow> => {
    const account = state.find(exchange.param('user'));
    if (!account) throw notFound();
    return account;
  };
  const expanded = (request: GraphRequest, account: Readonly<AccountRow>): Record<string, unknown> => {
    const expand = (request.exchange.query.get('$expand') ?? '').split(',');
    const visible = visibleDrives(state, request.caller).find((drive) => drive.space === account.id);
    return {
      ...(expand.includes('appRoleAssignments') && { appRoleAssignments: assignmentObject(state, account.id) }),
      ...(expand.includes('memberOf') && { memberOf: [] }),
      ...(expand.includes('drive') && { drive: visible ? driveObject(state, visible, issuer()) : { name: '' } }),
    };
  };

  add('GET', '/me', (request) => {
    const { caller: account } = request;
    const identities = account.identities ?? [{ issuer: issuer(), issuerAssignedId: account.id }];
    if (request.exchange.query.has('$expand')) {
      return answer(200, { ...userObject(account, true), identities, preferredLanguage: account.preferredLanguage, ...expanded(request, account) });
    }
    return answer(200, {
      displayName: account.displayName,
      id: account.id,
      identities,
      mail: account.mail ?? undefined,
      onPremisesSamAccountName: account.username,
      preferredLanguage: account.preferredLanguage,
      userType: 'Member',
    });
  });
  add('GET', '/users', (request) => answer(200, { value: listUsers(state, request) }));
  add('POST', '/users', (request) => {
    if (!request.isAdmin) throw forbidden();
    const input = readAccount(request);
    for (const [name, value] of [['displayName', input.displayName], ['onPremisesSamAccountName', input.username]] as const) {
      if (value === undefined) throw invalidRequest(`invalid request body: no value given for required property ${name}`);
    }
    const { displayName = '', username = '', mail } = input;
    if (displayName === '') throw invalidRequest('Empty displayname');
    if (!usernamePattern.test(username)) throw invalidRequest('Invalid username');
    if (mail && !isMail(mail)) throw invalidRequest('invalid email address');
    if (state.accounts.values().some((account) => account.username.toLowerCase() === username.toLowerCase())) throw graphError(409, 'nameAlreadyExists', 'a user with that name already exists');
    const account = state.addAccount({ ...input, username, displayName });
    return answer(201, userObject(account, true));
  });
  // The mail is left out here, for an admin too (contract 4).
  add('GET', '/users/:user', (request) => {
    const account = find(request);
    return answer(200, { ...userObject(account, false), ...expanded(request, account) });
  });
  add('PATCH', '/users/:user', (request) => {
    if (!request.isAdmin) throw forbidden();
    const account = find(request);
    const change = readAccount(request);
    if (change.mail && !isMail(change.mail)) throw invalidRequest(`'${change.mail}' is not a valid email address`);
    const { username } = change;
    if (username !== undefined) {
      if (!usernamePattern.test(username)) throw invalidRequest('Invalid username');
      if (state.accounts.values().some((other) => other.id !== account.id && other.username.toLowerCase() === username.toLowerCase())) {
        throw graphError(409, 'nameAlreadyExists', 'a user with that name already exists');
      }
    }
    if (request.exchange.text.trim() === '{}') return empty(204);
    return answer(200, userObject(state.change(account, change), true));
  });
  add('DELETE', '/users/:user', (request) => {
    if (!request.isAdmin) throw forbidden();
    const account = find(request);
    if (account.id === request.caller.id) throw graphError(403, 'notAllowed', 'self deletion forbidden');
    state.remove(account.id);
    return empty(204);
  });
};
