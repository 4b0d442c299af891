import { TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MemberRowFragment } from '../members.generated';
import { memberRow } from '../testing/member-row';
import { press } from '../testing/press';
import { TransferOwnershipDialog } from './transfer-ownership-dialog';

const owner = memberRow({ id: 'm-0', displayName: 'Olivia Berg', role: 'OWNER', roleLock: 'OWNER' });
const ada = memberRow({ id: 'm-1', displayName: 'Ada Lovelace' });

const choices: Answer = () => ({
  data: {
    tenant: {
      __typename: 'Tenant',
      id: 't-1',
      owner,
      members: {
        __typename: 'MemberConnection',
        totalCount: 2,
        pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
        edges: [owner, ada].map((node) => ({ __typename: 'MemberEdge', cursor: node.id, node })),
      },
    },
  },
});

const transferred: Answer = () => ({
  data: { transferOwnership: { __typename: 'OwnershipTransferred', owner: { ...ada, role: 'OWNER', roleLock: 'OWNER' }, formerOwner: { ...owner, role: 'ADMIN', roleLock: null } } },
});

const open = async (member: MemberRowFragment | null, answer: Answer = transferred) => {
  const api = new FakeApi({ OwnershipChoices: choices, TransferOwnership: answer });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(TransferOwnershipDialog);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('member', member);
  await settle(fixture);
  return { fixture, api, host: fixture.nativeElement as HTMLElement };
};

describe('TransferOwnershipDialog', () => {
  it('says what changes for both before it makes somebody the owner', async () => {
    const { fixture, api, host } = await open(ada);
    expect(host.querySelector('h2')?.textContent).toBe('Make Ada Lovelace the owner');
    const changes = [...host.querySelectorAll('li')].map((item) => item.textContent.trim());
    expect(changes[0]).toMatch(/^Ada Lovelace becomes the owner/);
    expect(changes[1]).toMatch(/^Olivia Berg is the owner now and becomes an administrator/);
    await press(fixture, 'Make owner');
    expect(api.sent.at(-1)?.variables).toEqual({ input: { tenantId: 't-1', memberId: 'm-1' } });
    expect(host.querySelector('dz-notice')?.textContent).toMatch(/Ada Lovelace owns the workspace.*Olivia Berg is an administrator\./s);
  });

  it('asks who it is to be, and does not offer the one who is', async () => {
    const { fixture, host, api } = await open(null);
    const labels = [...host.querySelectorAll('label')].map((label) => label.textContent);
    expect(labels).toHaveLength(1);
    expect(labels[0]).toContain('Ada Lovelace');
    const button = [...host.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Transfer ownership');
    expect(button?.disabled).toBe(true);
    host.querySelector('input[type="radio"]')?.dispatchEvent(new Event('change'));
    await settle(fixture);
    expect(host.querySelector('li')?.textContent).toContain('Ada Lovelace becomes the owner');
    await press(fixture, 'Transfer ownership');
    expect(api.count('TransferOwnership')).toBe(1);
  });

  it('searches among everybody who is active', async () => {
    const { fixture, host, api } = await open(null);
    const box = host.querySelector<HTMLInputElement>('input[type="search"]')!;
    expect(document.activeElement).toBe(box);
    box.value = ' ada ';
    box.dispatchEvent(new Event('input'));
    while (api.count('OwnershipChoices') < 2) await settle(fixture);
    expect(api.sent.at(-1)?.variables).toEqual({ slug: 'acme', filter: { status: 'ACTIVE' }, search: 'ada' });
  });

  it('says why it was refused, and can be tried again', async () => {
    const { fixture, host } = await open(ada, () => ({
      data: { transferOwnership: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'Ada Lovelace is not active.', path: ['input', 'memberId'] } },
    }));
    await press(fixture, 'Make owner');
    expect(host.querySelector('[role="alert"]')?.textContent).toContain('Ada Lovelace is not active.');
    await press(fixture, 'Make owner');
  });
});
