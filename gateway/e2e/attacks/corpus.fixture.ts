import { operationLimits } from '@dezky/gateway/limits/operation-limits';

/** One request that should be refused, and as what. */
export interface Attack {
  readonly what: string;
  /** Another one each time, so that no cache has seen it. */
  readonly body: (round: number) => string;
  readonly status: number;
  readonly code: string;
  readonly method?: string;
  readonly search?: string;
  readonly contentType?: string | null;
}

const times = (count: number, part: (index: number) => string, between = ' '): string => Array.from({ length: count }, (_, index) => part(index)).join(between);
const query = (text: (round: number) => string, more: Readonly<Record<string, unknown>> = {}) => (round: number) => JSON.stringify({ query: text(round), ...more });
const costly = { status: 400, code: 'QUERY_TOO_COSTLY' };
const bad = { status: 400, code: 'BAD_USER_INPUT' };
const doubling = (levels: number, round: number, inner: string): string =>
  `{ ...F0 } ${times(levels, (index) => `fragment F${index} on Query { ${inner.replace('#', `${index}r${round}`)} ...F${index + 1} ...F${index + 1} }`)} fragment F${levels} on Query { __typename }`;
const deepJson = (levels: number, open: string, close: string): string => `${open.repeat(levels)}1${close.repeat(levels)}`;

export const attacks: readonly Attack[] = [
  { what: 'aliases', body: query((round) => `{ ${times(500, (index) => `a${index}r${round}: viewer { isOperator }`)} }`), ...costly },
  { what: 'aliases by fragments', body: query((round) => `{ ${times(15, () => '...A')} } fragment A on Query { ${times(45, (index) => `a${index}r${round}: viewer { isOperator }`)} }`), ...costly },
  { what: 'depth', body: query((round) => `{ r${round}: viewer { memberships ${times(20, () => '{ tenant { owner')} { id } ${times(20, () => '} }')} } }`), ...costly },
  { what: 'depth by fragments', body: query((round) => `{ r${round}: viewer { memberships { ...A } } } ${times(9, (index) => `fragment ${'ABCDEFGHIJ'[index]} on Member { tenant { owner { ...${'ABCDEFGHIJ'[index + 1]} } } }`)} fragment J on Member { id }`), ...costly },
  { what: 'a fragment in itself', body: query((round) => `{ r${round}: viewer { ...A } } fragment A on Viewer { isOperator ...A }`), ...bad },
  { what: 'fragments in a circle', body: query((round) => `{ r${round}: viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...C } fragment C on Viewer { ...A }`), ...bad },
  { what: 'fragments that double with fields', body: query((round) => doubling(30, round, 'x#: viewer { isOperator }')), ...costly },
  { what: 'fragments that double without', body: query((round) => doubling(30, round, '')), ...costly },
  { what: 'fragments nobody uses', body: query((round) => `{ r${round}: viewer { isOperator } } ${times(200, (index) => `fragment F${index} on Query { __typename }`)}`), ...costly },
  { what: 'directives on a field', body: query((round) => `{ r${round}: viewer { isOperator ${times(500, () => '@include(if: true)')} } }`), ...costly },
  { what: 'unknown directives', body: query((round) => `{ r${round}: viewer { isOperator ${times(1_000, (index) => `@d${index}`)} } }`), ...costly },
  { what: 'the same field again and again', body: query((round) => `{ r${round}: viewer { ${times(3_900, () => 'isOperator')} } }`), ...costly },
  { what: 'fields that all have to be compared', body: query((round) => `{ viewer { ${times(1_900, () => 'isOperator')} r${round}: isOperator } ${times(30, () => 'viewer { isOperator }')} }`), ...costly },
  { what: 'fields at the root', body: query((round) => `{ ${times(1_200, () => '__typename')} r${round}: __typename }`), ...costly },
  { what: 'a huge text', body: query((round) => `{ r${round}: tenant(slug: "${'x'.repeat(20_000)}") { id } }`), ...costly },
  { what: 'a huge block text', body: query((round) => `{ r${round}: tenant(slug: """${'x'.repeat(20_000)}""") { id } }`), ...costly },
  { what: 'a huge number', body: query((round) => `{ r${round}: tenants(first: ${'9'.repeat(20_000)}) { totalCount } }`), ...bad },
  { what: 'a huge name', body: query((round) => `{ r${round}: ${'x'.repeat(20_000)} }`), ...bad },
  { what: 'a long list', body: query((round) => `{ r${round}: tenants(search: [${times(1_500, () => '1', ',')}]) { totalCount } }`), ...costly },
  { what: 'a deep list', body: query((round) => `{ r${round}: tenants(search: ${deepJson(1_500, '[', ']')}) { totalCount } }`), ...costly },
  { what: 'a deeply nested list type', body: query((round) => `query ($v: ${'['.repeat(1_900)}Int${']'.repeat(1_900)}) { r${round}: __typename }`), ...bad },
  { what: 'a deep selection of nothing', body: query((round) => `{ r${round}: viewer ${'{ a '.repeat(1_300)}${'}'.repeat(1_300)} }`), ...costly },
  { what: 'comments without end', body: query((round) => `{ __typename } #${round}${'x'.repeat(100_000)}`), ...costly },
  { what: 'tokens without end', body: query((round) => `{ ${'a '.repeat(8_000)} r${round} }`), ...bad },
  { what: 'variables without end', body: query((round) => `query (${times(900, (index) => `$v${index}: Int`)}) { r${round}: __typename }`), ...bad },
  { what: 'many operations', body: query((round) => times(60, (index) => `query Q${index}r${round} { __typename }`), { operationName: 'Q0r0' }), ...costly },
  { what: 'no operation', body: query((round) => `fragment F${round} on Query { __typename }`), ...bad },
  { what: 'two operations and no name', body: query((round) => `query A${round} { __typename } query B { __typename }`), ...bad },
  { what: 'a subscription', body: query((round) => `subscription { r${round}: __typename }`), ...bad },
  { what: 'a huge operation name', body: query((round) => `query A${round} { __typename }`, { operationName: 'A'.repeat(100_000) }), ...bad },
  { what: 'an operation name that is a list', body: query((round) => `query A${round} { __typename }`, { operationName: ['A'] }), ...bad },
  { what: 'deep lists in variables', body: (round) => `{"query":"{ r${round}: __typename }","variables":{"v":${deepJson(50_000, '[', ']')}}}`, ...bad },
  { what: 'deep objects in variables', body: (round) => `{"query":"{ r${round}: __typename }","variables":${deepJson(20_000, '{"v":', '}')}}`, ...bad },
  { what: 'many values in variables', body: (round) => `{"query":"{ r${round}: __typename }","variables":{"v":[${times(60_000, () => '1', ',')}]}}`, ...bad },
  { what: 'variables that are text', body: query((round) => `{ r${round}: __typename }`, { variables: '{}' }), ...bad },
  { what: 'variables that are a list', body: query((round) => `{ r${round}: __typename }`, { variables: [1] }), ...bad },
  { what: 'extensions that are text', body: query((round) => `{ r${round}: __typename }`, { extensions: 'x' }), ...bad },
  { what: 'a prototype in variables', body: (round) => `{"query":"query ($input: MemberInput!) { r${round}: __typename suspend: viewer { isOperator } }","variables":{"__proto__":{"input":{"memberId":"x"}}}}`, ...bad },
  { what: 'a batch', body: (round) => `[{"query":"{ r${round}: __typename }"},{"query":"{ __typename }"}]`, ...bad },
  { what: 'a batch of thousands', body: (round) => `[${times(5_000, () => `{"query":"{ r${round}: __typename }"}`, ',')}]`, ...bad },
  { what: 'an empty batch', body: () => '[]', ...bad },
  { what: 'a body beyond the limit', body: (round) => `{"query":"{ r${round}: __typename }","variables":{"v":"${'x'.repeat(300_000)}"}}`, status: 413, code: 'BAD_USER_INPUT' },
  { what: 'no JSON', body: (round) => `{"query":"{ r${round}`, ...bad },
  { what: 'JSON of brackets', body: () => '['.repeat(200_000), ...bad },
  { what: 'an empty body', body: () => '', ...bad },
  { what: 'an id of a document nobody knows', body: (round) => JSON.stringify({ documentId: `sha256:${String(round).padStart(64, '0')}` }), status: 400, code: 'UNKNOWN_DOCUMENT' },
  { what: 'an id that is a prototype’s', body: () => JSON.stringify({ documentId: '__proto__' }), status: 400, code: 'UNKNOWN_DOCUMENT' },
  { what: 'an id that is no text', body: () => '{"documentId":{"a":1}}', status: 400, code: 'UNKNOWN_DOCUMENT' },
  { what: 'a persisted query of another convention', body: (round) => JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: String(round).padStart(64, '0') } } }), ...bad },
  { what: 'pages within pages', body: query((round) => `{ r${round}: viewer { memberships { tenant { members(first: 100) { edges { node { workflows(first: 100) { edges { node { steps { name } } } } } } } } } } }`), ...costly },
  { what: 'a page beyond all bounds', body: query((round) => `{ r${round}: tenants(first: 2147483647) { edges { node { id } } } }`), ...costly },
  { what: 'back ends asked again and again', body: query((round) => `{ ${times(20, (index) => `a${index}r${round}: viewer { memberships { signIn { sessions } tenant { billing { monthlySpend { amountMinor } } storage { usedBytes } } } }`)} }`), ...costly },
  { what: 'the description of the graph, many times', body: query((round) => `{ ${times(8, (index) => `a${index}r${round}: __schema { types { name } }`)} }`), ...costly },
  { what: 'the description of the graph, deeply', body: query((round) => `{ r${round}: __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`), ...bad },
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/graphql', 'application/xml', 'application/json; charset=utf-16', null].map((contentType) => ({
    what: `a body of ${contentType ?? 'no type'}`,
    body: query((round) => `{ r${round}: __typename }`),
    contentType,
    status: 415,
    code: 'BAD_USER_INPUT',
  })),
  { what: 'a mutation by GET', method: 'GET', search: `?query=${encodeURIComponent('mutation { changePassword(input: { newPassword: "x" }) { __typename } }')}`, body: () => '', status: 405, code: 'BAD_USER_INPUT' },
  { what: 'a costly query by GET', method: 'GET', search: `?query=${encodeURIComponent(`{ ${times(45, (index) => `a${index}:__typename`)} }`)}`, body: () => '', ...costly },
  { what: 'a GET with two queries', method: 'GET', search: '?query=%7B__typename%7D&query=%7B__typename%7D', body: () => '', ...bad },
  ...['PUT', 'DELETE', 'PATCH'].map((method) => ({ what: `the method ${method}`, method, body: () => '', status: 405, code: 'BAD_USER_INPUT' })),
];

/** Beside the corpus: what is just within every limit, and is answered. */
export const allowed = `{ ${times(operationLimits.rootFields, (index) => `a${index}: __typename`)} }`;
