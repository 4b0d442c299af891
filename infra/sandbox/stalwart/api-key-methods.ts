import { randomBytes } from 'node:crypto';
import { nextCredentialId } from './account-object';
import { argument } from './arguments';
import { keyDigest, type Caller } from './authenticate';
import type { Directory } from './directory';
import { SetFailure } from './failures';
import { isObject, objectOr, textOr, without, type JsonObject } from './json';
import { instant } from './names';
import { mask, readObject, type ReadContext, type Shape } from './object-shape';
import { isPermission } from './permissions';
import { requireAny, SetOutcome } from './set-method';

const most = 5;
const listed: Shape = { permissions: { value: { kind: 'set', keys: (key) => (isPermission(key) ? key : null) }, initial: {} } };

const shape: Shape = {
  description: { value: { kind: 'text' }, required: true },
  secret: { value: { kind: 'secret' }, serverSet: true },
  createdAt: { value: { kind: 'text' }, serverSet: true },
  expiresAt: { value: { kind: 'text', nullable: true }, initial: null },
  permissions: { value: { kind: 'variant', shapes: { Inherit: {}, Disable: listed, Replace: listed } }, initial: { '@type': 'Inherit' } },
  allowedIps: { value: { kind: 'set', keys: (key) => key }, initial: {} },
};

/** A key as it is stored among an account's credentials. */
export const apiKeyCredential = (credentialId: string, description: string, secret: string): JsonObject => ({
  '@type': 'ApiKey',
  credentialId,
  description,
  secret: keyDigest(secret),
  createdAt: instant(),
  expiresAt: null,
  permissions: { '@type': 'Inherit' },
  allowedIps: {},
});

const credentials = (account: Readonly<JsonObject> | undefined): JsonObject[] => Object.values(objectOr(account?.['credentials'])).map(objectOr);

const show = (key: JsonObject): JsonObject => {
  const { credentialId, ...rest } = key;
  return { ...without(rest, '@type'), secret: mask, id: credentialId ?? '' };
};

/** `x:ApiKey/get`: asked for all, it names the account's other credentials as not found. */
export function getKeys(args: JsonObject, accountId: string, directory: Directory): JsonObject {
  const all = credentials(directory.objects('Account').get(accountId));
  const ids = argument.texts(args, 'ids') ?? all.map((entry) => textOr(entry['credentialId'], ''));
  const keys = all.filter((entry) => entry['@type'] === 'ApiKey');
  const byId = new Map(keys.map((key) => [textOr(key['credentialId'], ''), key]));
  return {
    accountId,
    list: ids.flatMap((id) => (byId.has(id) ? [show(objectOr(byId.get(id)))] : [])),
    notFound: ids.filter((id) => !byId.has(id)),
  };
}

export function queryKeys(accountId: string, directory: Directory): JsonObject {
  const keys = credentials(directory.objects('Account').get(accountId)).filter((entry) => entry['@type'] === 'ApiKey');
  return { accountId, queryState: 'n', canCalculateChanges: true, position: 0, ids: keys.map((key) => textOr(key['credentialId'], '')) };
}

/** `x:ApiKey/set`: the secret is in the answer once and never again. */
export function setKeys(args: JsonObject, accountId: string, caller: Caller, context: ReadContext, directory: Directory): JsonObject {
  requireAny(caller, 'sysApiKey');
  const accounts = directory.objects('Account');
  const outcome = new SetOutcome();
  const store = (change: (entries: JsonObject[]) => JsonObject[]): void => {
    const account = accounts.get(accountId);
    if (!account) throw new SetFailure({ type: 'notFound' });
    const entries = change(credentials(account));
    accounts.put(accountId, { ...account, credentials: Object.fromEntries(entries.map((entry, index) => [String(index), entry])) });
  };

  for (const [key, input] of Object.entries(argument.object(args, 'create'))) {
    outcome.attempt('notCreated', key, () => {
      if (!isObject(input)) throw SetFailure.invalidPatch('Invalid value type for object', '');
      const read = readObject(shape, input, '', context, key);
      const secret = `API_${randomBytes(28).toString('hex').slice(0, 38)}`;
      store((entries) => {
        if (entries.filter((entry) => entry['@type'] === 'ApiKey').length >= most) {
          throw new SetFailure({ type: 'overQuota', description: `You have exceeded your quota of ${most} API keys.` });
        }
        const id = nextCredentialId(entries);
        outcome.created(key, { id, secret });
        return [...entries, { ...apiKeyCredential(id, '', secret), ...read }];
      });
    });
  }
  for (const id of argument.texts(args, 'destroy') ?? []) {
    outcome.attempt('notDestroyed', id, () => {
      store((entries) => {
        const left = entries.filter((entry) => !(entry['@type'] === 'ApiKey' && entry['credentialId'] === id));
        if (left.length === entries.length) throw new SetFailure({ type: 'notFound' });
        return left;
      });
      outcome.destroyed(id);
    });
  }
  return outcome.body(accountId);
}
