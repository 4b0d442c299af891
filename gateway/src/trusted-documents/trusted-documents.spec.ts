import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '@dezky/kit/context/actor';
import { buildSchema, parse, validate } from 'graphql';
import { refuseDocument } from '../limits/operation-limits';
import { portalDocuments } from './portal-documents.generated';
import { type Admitted, type AskedDocument, TrustedDocuments } from './trusted-documents';

const id = 'sha256:1';
const documents = new TrustedDocuments({ [id]: '{ known }' });
const person = (operator: boolean): Actor => ({ kind: 'USER', userId: 'u', email: '', name: '', memberships: [], operator, passwordChangeRequired: false });
const program: Actor = { kind: 'API_CLIENT', clientId: 'c', name: '', scopes: [], tenantIds: [] };
const visitor: Actor = { kind: 'PUBLIC' };

describe('trusted documents', () => {
  const admit = (actor: Actor, byCookie: boolean, asked: AskedDocument): Admitted | string | null => {
    const admitted = documents.admit(actor, byCookie, asked);
    return admitted && 'refused' in admitted ? `${admitted.status} ${String(admitted.refused.extensions['code'])}` : admitted;
  };

  it.each<[string, Actor, boolean, AskedDocument, Admitted | string | null]>([
    ['a session by id', person(false), true, { documentId: id }, { text: '{ known }', trusted: true }],
    ['a visitor by id', visitor, false, { documentId: id }, { text: '{ known }', trusted: true }],
    ['a token by id', person(false), false, { documentId: id }, { text: '{ known }', trusted: true }],
    ['a session with its own', person(false), true, { query: '{ own }' }, '403 FORBIDDEN'],
    ['a session with the text of a known one', person(false), true, { query: '{ known }' }, '403 FORBIDDEN'],
    ['a visitor with their own', visitor, false, { query: '{ own }' }, '401 UNAUTHENTICATED'],
    ['a token with its own', person(false), false, { query: '{ own }' }, { text: '{ own }', trusted: false }],
    ['a program with its own', program, false, { query: '{ own }' }, { text: '{ own }', trusted: false }],
    ['an operator’s session with its own', person(true), true, { query: '{ own }' }, { text: '{ own }', trusted: false }],
    ['an unknown id', person(true), true, { documentId: 'sha256:2' }, '400 UNKNOWN_DOCUMENT'],
    ['an id that every object has', program, false, { documentId: 'toString' }, '400 UNKNOWN_DOCUMENT'],
    ['an id that is no text', program, false, { documentId: [id] }, '400 UNKNOWN_DOCUMENT'],
    ['both', program, false, { documentId: id, query: '{ own }' }, '400 BAD_USER_INPUT'],
    ['neither', visitor, false, {}, null],
    ['null for an id', program, false, { documentId: null, query: '{ own }' }, { text: '{ own }', trusted: false }],
    ['a query that is no text', visitor, false, { query: 1 }, null],
  ])('%s', (_what, actor, byCookie, asked, expected) => {
    expect(admit(actor, byCookie, asked)).toEqual(expected);
  });
});

describe('the documents of the portal', () => {
  const schema = buildSchema(readFileSync(join(__dirname, '..', '..', '..', 'schema', 'api.graphql'), 'utf8'));

  it.each(Object.entries(portalDocuments))('%s is what its id says, valid, and within the limits', (name, text) => {
    expect(name).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
    expect(validate(schema, parse(text))).toEqual([]);
    expect(refuseDocument(text)).toBeNull();
    // What the client's cache needs to tell things apart.
    expect(text).toContain('__typename');
  });
});
