import { MethodFailure, RequestFailure } from './failures';
import { isObject, type Json, type JsonObject } from './json';
import { isCapability, limits, sessionState } from './session-document';
import { type RequestScope, runMethod } from './methods';

type Invocation = [method: string, args: JsonObject, callId: string];

const capabilityOf = (method: string): string => {
  const family = method.slice(0, method.indexOf('/'));
  if (method === 'Principal/getAvailability') return 'urn:ietf:params:jmap:principals:availability';
  if (family === 'Principal') return 'urn:ietf:params:jmap:principals';
  const mail = ['Mailbox', 'Email', 'Thread', 'SearchSnippet'];
  const submission = ['Identity', 'EmailSubmission'];
  const name = mail.includes(family) ? 'mail' : submission.includes(family) ? 'submission' : family.startsWith('Calendar') ? 'calendars' : family === 'Quota' ? 'quota' : '';
  return name === '' ? '' : `urn:ietf:params:jmap:${name}`;
};

/**
 * Runs a batch (RFC 8620 section 3). What is malformed fails the whole batch, and the
 * answer echoes the body.
 *
 * @throws RequestFailure for the batch as a whole.
 */
export function runRequest(text: string, scope: RequestScope): JsonObject {
  if (Buffer.byteLength(text) > limits.maxSizeRequest) {
    throw limit('maxSizeRequest', 'The request is larger than the server is willing to process.');
  }
  const request = parse(text);
  const calls = request['methodCalls'] as Json[] as Invocation[];
  if (calls.length > limits.maxCallsInRequest) {
    throw limit('maxCallsInRequest', 'The request exceeds the maximum number of calls in a single request.');
  }
  const using = request['using'] as string[];
  for (const [key, id] of Object.entries(isObject(request['createdIds']) ? request['createdIds'] : {})) scope.created.set(key, String(id));
  const responses: Invocation[] = [];
  for (const [method, args, callId] of calls) {
    responses.push(answer(method, args, callId, using, responses, scope));
    for (const [implied, body] of scope.implied.splice(0)) responses.push([implied, body, callId]);
  }
  return {
    methodResponses: responses as Json[],
    ...(request['createdIds'] === undefined ? {} : { createdIds: Object.fromEntries(scope.created) }),
    sessionState,
  };
}

function answer(method: string, args: JsonObject, callId: string, using: readonly string[], earlier: readonly Invocation[], scope: RequestScope): Invocation {
  try {
    const needed = capabilityOf(method);
    if (needed !== '' && !using.includes(needed)) {
      throw new MethodFailure('unknownMethod', `Method ${method} requires capability ${needed} which is not present in the "using" property.`);
    }
    return [method, runMethod(method, resolveReferences(args, earlier), scope), callId];
  } catch (error) {
    if (error instanceof MethodFailure) return ['error', error.body, callId];
    throw error;
  }
}

function parse(text: string): JsonObject {
  let request: Json;
  try {
    request = JSON.parse(text) as Json;
  } catch {
    // The server calls also broken JSON a request it does not understand.
    throw RequestFailure.notRequest(text);
  }
  const using = isObject(request) ? request['using'] : undefined;
  const calls = isObject(request) ? request['methodCalls'] : undefined;
  const wellFormed =
    Array.isArray(using) && using.every((urn) => typeof urn === 'string' && isCapability(urn)) && Array.isArray(calls) && calls.every(isInvocation);
  if (!isObject(request) || !wellFormed) throw RequestFailure.notRequest(text);
  return request;
}

function isInvocation(call: Json): boolean {
  if (!Array.isArray(call) || call.length !== 3) return false;
  const [method, args, callId] = call;
  if (typeof method !== 'string' || typeof callId !== 'string' || args === undefined || !isObject(args)) return false;
  const state = args['ifInState'];
  const stateFits = state === undefined || state === null || (typeof state === 'string' && /^(n|[sr][a-z0-9]*)$/.test(state));
  return stateFits && !Array.isArray(args['create']) && !Array.isArray(args['update']);
}

/** Result references (RFC 8620 section 3.7): `#ids` takes its value from an earlier answer. */
function resolveReferences(args: JsonObject, earlier: readonly Invocation[]): JsonObject {
  const resolved: JsonObject = {};
  for (const [name, value] of Object.entries(args)) {
    if (!name.startsWith('#') || !isObject(value)) {
      resolved[name] = value;
      continue;
    }
    const { resultOf, name: method, path } = value;
    const source = earlier.find(([answered, , callId]) => callId === resultOf && answered === method);
    const found = source && typeof path === 'string' ? path.split('/').slice(1).reduce<Json | undefined>((part, key) => (isObject(part) ? part[key] : undefined), source[1]) : undefined;
    if (found === undefined) throw new MethodFailure('invalidResultReference', `Result reference to ${String(resultOf)}#${String(method)} not found.`);
    resolved[name.slice(1)] = found;
  }
  return resolved;
}

const limit = (name: string, detail: string): RequestFailure => new RequestFailure({ type: 'urn:ietf:params:jmap:error:limit', status: 400, detail, limit: name });
