import type { Actor, TenantRole, UserActor } from './actor';
import { publicActor } from './actor';
import { type Grant, policy } from './policy';
import { Reach } from './reach';

const user = (change: Partial<UserActor> = {}): UserActor => ({ kind: 'USER', userId: 'u', email: 'u@x.test', name: 'U', memberships: [], operator: false, passwordChangeRequired: false, ...change });
const member = (role: TenantRole, tenantId = 'acme', memberId = 'm1'): UserActor => user({ memberships: [{ tenantId, memberId, role }] });
const partner = { id: 'p', name: 'Northwind', tenantIds: ['acme', 'globex'] };

const actors: Record<string, Actor> = {
  public: publicActor,
  stranger: user(),
  owner: member('OWNER'),
  admin: member('ADMIN'),
  member: member('MEMBER'),
  'one-time password': { ...member('ADMIN'), operator: true, partner, passwordChangeRequired: true },
  staff: user({ partner }),
  operator: user({ operator: true }),
  'client with scope': { kind: 'API_CLIENT', clientId: 'c', name: 'C', scopes: ['members:read'], tenantIds: ['acme'] },
  'client without scope': { kind: 'API_CLIENT', clientId: 'c', name: 'C', scopes: ['members:write', 'members:rea', 'members:read:all'], tenantIds: ['acme'] },
  'client without tenants': { kind: 'API_CLIENT', clientId: 'c', name: 'C', scopes: ['members:read'], tenantIds: [] },
  'identity in acme': { kind: 'PEER', peer: 'identity', tenantId: 'acme' },
  'identity everywhere': { kind: 'PEER', peer: 'identity', tenantId: null },
  'mail everywhere': { kind: 'PEER', peer: 'mail', tenantId: null },
};

/** What each actor reaches under a grant: `*` everything, `-` admitted without any tenant; who is not named is refused. */
const table: [Grant, Record<string, string>][] = [
  [{}, {}],
  [{ public: true }, Object.fromEntries(Object.keys(actors).map((name) => [name, '-']))],
  [{ signedIn: true }, Object.fromEntries(['stranger', 'owner', 'admin', 'member', 'one-time password', 'staff', 'operator'].map((name) => [name, '-']))],
  [{ member: true }, { owner: 'acme', admin: 'acme', member: 'acme' }],
  [{ self: true }, { owner: 'acme/m1', admin: 'acme/m1', member: 'acme/m1' }],
  [{ admin: true }, { owner: 'acme', admin: 'acme' }],
  [{ self: true, admin: true }, { owner: 'acme', admin: 'acme', member: 'acme/m1' }],
  [{ partner: 'members:read' }, { staff: 'acme,globex', 'client with scope': 'acme' }],
  [{ operator: true }, { operator: '*' }],
  [{ peers: ['identity'] }, { 'identity in acme': 'acme', 'identity everywhere': '*' }],
  [{ peers: [] }, {}],
];

describe('a rule', () => {
  it.each(table.flatMap(([grant, allowed]) => Object.keys(actors).map((name) => [JSON.stringify(grant), name, allowed[name] ?? 'refused', grant] as const)))('%s lets %s reach: %s', (_text, name, expected, grant) => {
    const { thing } = policy('noun', { thing: grant });
    const actor = actors[name] as Actor;
    const reach = thing.reach(actor);
    const shown = reach.isUnbounded ? '*' : reach.setting.split(',').map((id) => (id && !reach.sees(id) ? `${id}/m1` : id)).join(',') || '-';
    expect(thing.admits(actor) ? shown : 'refused').toBe(expected);
    if (!thing.admits(actor)) expect(reach.isEmpty).toBe(true);
  });

  it('is named by noun and verb', () => {
    expect(policy('member', { read: {}, suspend: { admin: true } })).toMatchObject({ read: { name: 'member.read' }, suspend: { name: 'member.suspend', grant: { admin: true } } });
  });

  it('gives a person with several places each place by the role they have there', () => {
    const { read } = policy('member', { read: { self: true, admin: true } });
    const reach = read.reach(user({ memberships: [{ tenantId: 'acme', memberId: 'a', role: 'ADMIN' }, { tenantId: 'globex', memberId: 'g', role: 'MEMBER' }] }));
    expect([reach.sees('acme', 'other'), reach.sees('globex', 'g'), reach.sees('globex', 'other'), reach.sees('globex'), reach.sees('initech')]).toEqual([true, true, false, false, false]);
  });

  it('gives the staff of a partner the whole of a tenant they are also a plain member of', () => {
    const { read } = policy('member', { read: { self: true, partner: 'members:read' } });
    expect(read.reach(user({ partner, memberships: [{ tenantId: 'acme', memberId: 'a', role: 'MEMBER' }] })).sees('acme', 'other')).toBe(true);
  });
});

describe('a reach', () => {
  it('sees rows of its tenants, and of a member only what is theirs', () => {
    const reach = Reach.of(new Map([['acme', null], ['globex', 'g1']]));
    expect([reach.sees('acme'), reach.sees('acme', 'x'), reach.sees('globex', 'g1'), reach.sees('globex', 'g2'), reach.sees('globex', null), reach.sees('globex'), reach.sees('')]).toEqual([true, true, true, false, false, false, false]);
    expect([reach.setting, reach.isEmpty, reach.isUnbounded]).toEqual(['acme,globex', false, false]);
  });

  it('is everything, or nothing', () => {
    expect([Reach.everything.sees('any', 'm'), Reach.everything.setting, Reach.everything.isEmpty]).toEqual([true, '*', false]);
    expect([Reach.nothing.sees('any'), Reach.nothing.setting, Reach.nothing.isEmpty]).toEqual([false, '', true]);
  });

  it.each(["acme', true); drop table members; --", '*', 'a,b', '', 'a b', 'x'.repeat(65), 'ä'])('never writes %j into a statement', (id) => {
    expect(() => Reach.tenant(id).setting).toThrow('form that ids never have');
  });
});
