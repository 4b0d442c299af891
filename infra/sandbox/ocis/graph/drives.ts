import { empty, type Reply } from '../../http/router';
import { type AccountRow, type DriveRow, type OcisState, roles } from '../ocis-state';
import { type AddRoute, answer, type GraphRequest, graphError, invalidRequest, notFound, readBody, seesAllDrives } from './answers';

const int64Max = 9_223_372_036_854_775_807n;

const quotaState = (used: bigint, total: bigint): string => {
  if (total === 0n || used * 100n <= total * 75n) return 'normal';
  if (used * 100n <= total * 90n) return 'nearing';
  return used * 100n <= total * 99n ? 'critical' : 'exceeded';
};

const quotaObject = (drive: Readonly<DriveRow>): object => {
  const [total, used] = [BigInt(drive.total), BigInt(drive.used)];
  if (drive.trashed) return { total };
  const left = total > used ? total - used : 0n;
  return { remaining: total === 0n ? int64Max : left, state: quotaState(used, total), total, used };
};

const driveId = (state: OcisState, drive: Readonly<DriveRow>): string => `${state.installation.storageId}$${drive.space}`;

export const driveObject = (state: OcisState, drive: Readonly<DriveRow>, origin: string): object => {
  const id = driveId(state, drive);
  return {
    driveAlias: drive.alias,
    driveType: 'personal',
    id,
    lastModifiedDateTime: drive.modified.replace('Z', '000000Z'),
    name: drive.name,
    owner: { user: { displayName: '', id: drive.space } },
    quota: quotaObject(drive),
    root: { deleted: drive.trashed ? { state: 'trashed' } : undefined, eTag: `"${drive.eTag}"`, id, webDavUrl: `${origin}/dav/spaces/${id}` },
    webUrl: `${origin}/f/${id}`,
  };
};

/** In every list beside the real ones; it has no quota. */
const sharesObject = (state: OcisState, origin: string): object => {
  const id = `${state.installation.sharesId}$${state.installation.sharesId}`;
  return { driveAlias: 'virtual/shares', driveType: 'virtual', id, name: 'Shares', root: { eTag: 'DECAFC00FEE', id, webDavUrl: `${origin}/dav/spaces/${id}` }, webUrl: `${origin}/f/${id}` };
};

/** A drive with a negative limit other than -1 is hidden from every read until the limit is mended (contract 7). */
const isHidden = (drive: Readonly<DriveRow>): boolean => drive.total.startsWith('-');

export const visibleDrives = (state: OcisState, caller: Readonly<AccountRow>): Readonly<DriveRow>[] =>
  state.drives.values().filter((drive) => !isHidden(drive) && (drive.space === caller.id || seesAllDrives(state, caller)));

const listDrives = (state: OcisState, { exchange }: GraphRequest, drives: Readonly<DriveRow>[], origin: string): Reply => {
  const filter = exchange.query.get('$filter') ?? '';
  const [, property, operand, value = ''] = /^(\w+) (\w+) '(.*)'$/.exec(filter) ?? [];
  if (filter !== '' && property === undefined) throw invalidRequest(`invalid token sequence: ${filter.split(' ').slice(0, 2).join(' ')}`);
  if (operand !== undefined && operand !== 'eq') throw graphError(501, 'notSupported', `unsupported filter operand: ${operand}`);
  const orderBy = exchange.query.get('$orderby')?.split(' ');
  if (orderBy && !['name', 'lastModifiedDateTime'].includes(orderBy[0] ?? '')) throw invalidRequest(`we do not support <${orderBy[0] ?? ''}> as a order parameter`);
  const rows = [...drives];
  if (orderBy) {
    const by = orderBy[0] === 'name' ? ('name' as const) : ('modified' as const);
    rows.sort((a, b) => a[by].localeCompare(b[by]) * (orderBy[1] === 'desc' ? -1 : 1));
  }
  // Another property than these two is ignored and everything comes back.
  const ofType = (type: string): boolean => property !== 'driveType' || value === type;
  const ofId = (id: string): boolean => property !== 'id' || value === id;
  const { sharesId } = state.installation;
  return answer(200, {
    value: [
      ...rows.filter((drive) => ofType('personal') && ofId(driveId(state, drive))).map((drive) => driveObject(state, drive, origin)),
      ...(ofType('virtual') && ofId(`${sharesId}$${sharesId}`) ? [sharesObject(state, origin)] : []),
    ],
  });
};

/** The limit of a body as its digits, since JSON.parse would round it; undefined when none was sent. */
const readLimit = (text: string): string | undefined => {
  const raw = /"total"\s*:\s*("[^"]*"|[^\s,}]+)/.exec(text)?.[1];
  if (raw === undefined) return undefined;
  const kind = raw.startsWith('"') ? 'string' : `number ${raw}`;
  if (!/^-?\d+$/.test(raw) || BigInt(raw) > int64Max) throw invalidRequest(`invalid request body: error: json: cannot unmarshal ${kind} into Go struct field Quota.quota.total of type int64`);
  return raw === '-1' ? '0' : raw;
};

const patchDrive = (state: OcisState, request: GraphRequest, origin: string): Reply => {
  const { exchange, caller } = request;
  const restores = exchange.header('restore') === 'T';
  const body = readBody(exchange, ['name', 'description', 'quota'], 'invalid request body: error: ');
  const limit = readLimit(exchange.text);
  if (limit !== undefined && state.roleOf(caller) !== roles.admin) throw graphError(403, 'notAllowed', 'user is not allowed to set the space quota');
  const space = exchange.param('drive').split('$')[1] ?? '';
  const drive = state.drives.get(space);
  const visible = drive && (drive.space === caller.id || seesAllDrives(state, caller));
  if (!visible || (Object.keys(body).length === 0 && !restores)) throw notFound('drive not found');
  const next: DriveRow = {
    ...drive,
    ...(limit !== undefined && { total: limit }),
    ...(typeof body.name === 'string' && { name: body.name }),
    ...(restores && { trashed: false }),
    modified: new Date().toISOString(),
  };
  state.drives.put(space, next);
  if (isHidden(next)) throw graphError(500, 'generalException', 'grpc error');
  return answer(200, driveObject(state, next, origin));
};

export const addDriveRoutes = (add: AddRoute, state: OcisState, origin: () => string): void => {
  const one = (drive: Readonly<DriveRow> | undefined): Reply => {
    if (!drive) throw notFound('no drive returned from storage');
    return answer(200, driveObject(state, drive, origin()));
  };
  const own = ({ caller }: GraphRequest): Readonly<DriveRow>[] => state.drives.values().filter((drive) => drive.space === caller.id && !isHidden(drive));

  add('GET', '/me/drive', (request) => one(own(request)[0]));
  add('GET', '/me/drives', (request) => listDrives(state, request, own(request), origin()));
  add('GET', '/drives', (request) => listDrives(state, request, visibleDrives(state, request.caller), origin()));
  add('GET', '/drives/:drive', (request) => {
    const id = request.exchange.param('drive');
    return one(visibleDrives(state, request.caller).find((drive) => driveId(state, drive) === id));
  });
  add('PATCH', '/drives/:drive', (request) => patchDrive(state, request, origin()));
  add('DELETE', '/drives/:drive', ({ exchange, caller }) => {
    const drive = visibleDrives(state, caller).find((row) => driveId(state, row) === exchange.param('drive'));
    if (!drive || !seesAllDrives(state, caller)) throw notFound('drive not found');
    if (exchange.header('purge') !== 'T') state.drives.put(drive.space, { ...drive, trashed: true });
    else if (!drive.trashed) throw invalidRequest("error: bad request: can't purge enabled space");
    else state.drives.delete(drive.space);
    return empty(204);
  });
  add('GET', '/users/:user/drive', (request) => {
    const account = state.find(request.exchange.param('user'));
    return one(account && visibleDrives(state, request.caller).find((drive) => drive.space === account.id));
  });
};
