import { argument } from '../arguments';
import type { Directory } from '../directory';
import { addressesOf } from '../directory';
import { MethodFailure, SetFailure } from '../failures';
import { isObject, objectOr, textOr, without, type Json, type JsonObject } from '../json';
import type { RequestScope } from '../methods';
import { isId } from '../object-id';
import { limits } from '../session-document';
import { SetOutcome } from '../set-method';
import { deliveryOf, recipientsOf } from './deliveries';

/** The folders every account has, in the order and under the ids of a fresh one. */
const folders = [
  { id: 'd', name: 'Drafts', role: 'drafts' },
  { id: 'c', name: 'Junk Mail', role: 'junk' },
  { id: 'b', name: 'Deleted Items', role: 'trash' },
  { id: 'e', name: 'Sent Items', role: 'sent' },
  { id: 'a', name: 'Inbox', role: 'inbox' },
];

type Method = (args: JsonObject, accountId: string, scope: RequestScope) => JsonObject;

const methods: Record<string, Method> = {
  'Identity/get': (args, accountId, { directory }) => ({ ...get(args, identitiesOf(directory, accountId)), accountId, state: 'sae' }),
  'Mailbox/get': (args, accountId) => ({ ...get(args, new Map(folders.map(({ id, ...folder }) => [id, folder]))), accountId, state: 'n' }),
  'Email/get': (args, accountId, { directory }) => ({ ...get(args, ownOf(directory, 'Email', accountId)), accountId, state: stateOf(directory) }),
  'Email/set': setEmails,
  'EmailSubmission/get': (args, accountId, { directory, created }) => ({ ...get(resolved(args, created), ownOf(directory, 'EmailSubmission', accountId)), accountId, state: stateOf(directory) }),
  'EmailSubmission/set': setSubmissions,
};

export const isMailMethod = (method: string): boolean => method in methods;

/** Writing and sending messages (RFC 8621) on the account that `accountId` names. What is sent arrives at once. */
export function runMailMethod(method: string, args: JsonObject, scope: RequestScope): JsonObject {
  const accountId = argument.text(args, 'accountId');
  if (accountId === undefined) throw new MethodFailure('invalidArguments', 'The "accountId" property is required.');
  // An account that is not there is answered like a passing fault.
  if (!isId(accountId) || !scope.directory.exists('Account', accountId)) throw new MethodFailure('serverUnavailable', 'The server is currently unavailable.');
  if (scope.caller.accountId !== accountId && !scope.caller.may('impersonate')) throw new MethodFailure('forbidden', `You do not have access to account ${accountId}`);
  return (methods[method] as Method)(args, accountId, scope);
}

const resolved = (args: JsonObject, created: ReadonlyMap<string, string>): JsonObject => ({
  ...args,
  ids: (argument.texts(args, 'ids') ?? []).map((id) => {
    if (!id.startsWith('#')) return id;
    const known = created.get(id.slice(1));
    if (known === undefined) throw new MethodFailure('invalidResultReference', `Id reference "${id.slice(1)}" does not exist or is invalid.`);
    return known;
  }),
});

function get(args: JsonObject, objects: ReadonlyMap<string, JsonObject>): { list: JsonObject[]; notFound: string[] } {
  const properties = argument.texts(args, 'properties');
  const ids = argument.texts(args, 'ids') ?? [...objects.keys()];
  if (ids.length > limits.maxObjectsInGet) throw new MethodFailure('requestTooLarge', 'The number of ids requested by the client exceeds the maximum number the server is willing to process in a single method call.');
  const shown = (id: string, object: JsonObject): JsonObject => ({ ...Object.fromEntries(Object.entries(object).filter(([name]) => properties === null || properties.includes(name))), id });
  return { list: ids.flatMap((id) => (objects.has(id) ? [shown(id, objects.get(id) ?? {})] : [])), notFound: ids.filter((id) => !objects.has(id)) };
}

/** One for each address, made by the server; aliases come before the own one. */
function identitiesOf(directory: Directory, accountId: string): Map<string, JsonObject> {
  const account = directory.objects('Account').get(accountId) ?? {};
  const emails = addressesOf(account).map(({ name, domainId }) => directory.addressOf({ name, domainId }));
  const name = textOr(account['description'], '');
  return new Map([...emails.slice(1), ...emails.slice(0, 1)].map((email, index) => [String.fromCharCode(98 + index), { name, email, replyTo: null, bcc: null, textSignature: '', htmlSignature: '', mayDelete: true }]));
}

const ownOf = (directory: Directory, name: 'Email' | 'EmailSubmission', accountId: string): Map<string, JsonObject> =>
  new Map(directory.objects(name).entries().filter(([, value]) => value['accountId'] === accountId).map(([id, value]) => [id, without(value, 'accountId')]));

const stateOf = (directory: Directory): string => `s${String(directory.objects('Email').entries().length).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? 'a')}`;

function setEmails(args: JsonObject, accountId: string, { directory, created }: RequestScope): JsonObject {
  const oldState = stateOf(directory);
  const outcome = new SetOutcome();
  for (const [key, input] of Object.entries(argument.object(args, 'create'))) {
    outcome.attempt('notCreated', key, () => {
      const email = objectOr(input);
      if (Object.keys(objectOr(email['mailboxIds'])).length === 0) throw SetFailure.invalidProperties('Message has to belong to at least one mailbox.', 'mailboxIds');
      const id = directory.add('Email', { ...email, accountId });
      created.set(key, id);
      outcome.created(key, { id, threadId: id, blobId: `c${id}`, size: JSON.stringify(email).length });
    });
  }
  return { ...outcome.body(accountId), oldState, newState: stateOf(directory) };
}

function setSubmissions(args: JsonObject, accountId: string, { directory, created, implied }: RequestScope): JsonObject {
  const moved: JsonObject = {};
  const outcome = new SetOutcome();
  for (const [key, input] of Object.entries(argument.object(args, 'create'))) {
    outcome.attempt('notCreated', key, () => {
      const { identityId, emailId } = objectOr(input);
      const identity = identitiesOf(directory, accountId).get(textOr(identityId, ''));
      if (!identity) throw SetFailure.invalidProperties('Identity not found.', 'identityId');
      const wanted = textOr(emailId, '');
      const id = wanted.startsWith('#') ? (created.get(wanted.slice(1)) ?? '') : wanted;
      const email = directory.objects('Email').get(id);
      if (!email || email['accountId'] !== accountId) throw SetFailure.invalidProperties('Email not found.', 'emailId');
      const to = recipientsOf(email);
      if (to.length === 0) throw new SetFailure({ type: 'noRecipients', description: 'No recipients found in email.' });
      const sendAt = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
      const deliveryStatus = deliveryOf(directory, to);
      const undoStatus = Object.values(deliveryStatus).some((status) => objectOr(status)['delivered'] === 'queued') ? 'pending' : 'final';
      const submission = directory.add('EmailSubmission', { accountId, emailId: id, identityId: textOr(identityId, ''), threadId: id, envelope: { mailFrom: { email: identity['email'] ?? '', parameters: null }, rcptTo: to.map((address) => ({ email: address, parameters: null })) }, sendAt, undoStatus, deliveryStatus, dsnBlobIds: [], mdnBlobIds: [] });
      created.set(key, submission);
      const patch = objectOr(args['onSuccessUpdateEmail'])[`#${key}`];
      if (isObject(patch)) {
        update(directory, id, patch);
        moved[id] = null;
      }
      outcome.created(key, { id: submission, sendAt, undoStatus });
    });
  }
  if (Object.keys(moved).length > 0) implied.push(['Email/set', { accountId, oldState: stateOf(directory), newState: stateOf(directory), updated: moved }]);
  const body = outcome.body(accountId);
  return body['created'] === undefined ? body : { ...body, newState: stateOf(directory) };
}

/** Patches by pointer (RFC 8620 section 5.3): `keywords/$draft` and the like. */
function update(directory: Directory, id: string, patch: JsonObject): void {
  const email: Record<string, Json> = { ...directory.objects('Email').get(id) };
  for (const [pointer, value] of Object.entries(patch)) {
    const [property = '', member] = pointer.split('/');
    if (member === undefined) email[property] = value;
    else {
      const rest = without(objectOr(email[property]), member);
      email[property] = value === null ? rest : { ...rest, [member]: value };
    }
  }
  directory.objects('Email').put(id, email as JsonObject);
}
