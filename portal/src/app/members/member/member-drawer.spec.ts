import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { Session } from '../../session/session';
import { LeaveGuard } from '../../ui/unsaved';
import { memberDetails } from '../testing/member-details';
import { press } from '../testing/press';
import { viewer } from '../testing/viewer';
import { workflowParts } from '../testing/workflow-parts';
import type { MemberDetails } from './member-details';
import { MemberDrawer } from './member-drawer';

@Component({
  imports: [MemberDrawer],
  template: `<dz-member-drawer slug="acme" [memberId]="id()" (step)="go($event)" (dismiss)="closed.set(closed() + 1)" (decide)="acts.push($event.act)" />
    <dialog id="other"><p tabindex="-1">Above</p></dialog>`,
})
class Host {
  readonly id = signal('m-1');
  readonly closed = signal(0);
  readonly steps: number[] = [];
  readonly acts: string[] = [];

  go(step: 1 | -1): void {
    this.steps.push(step);
    this.id.set('m-2');
  }
}

const open = async (more: Partial<MemberDetails> = {}, by = 'u-admin') => {
  const api = new FakeApi({
    Viewer: viewer(by),
    MemberAccessReport: ({ id }) => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', member: { __typename: 'Member', id: String(id), status: more.status ?? 'ACTIVE', accessReport: null } } } }),
    Member: ({ id }) => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', member: memberDetails({ id: String(id), displayName: `Person ${String(id)}`, ...more }) } } }),
  });
  TestBed.configureTestingModule({ providers: [api.provide(), Session] });
  const fixture = TestBed.createComponent(Host);
  document.body.append(fixture.nativeElement as HTMLElement);
  await settle(fixture);
  return { fixture, it: fixture.componentInstance, host: fixture.nativeElement as HTMLElement };
};

const chooseAdmin = async (fixture: ComponentFixture<unknown>): Promise<void> => {
  (fixture.nativeElement as HTMLElement).querySelector('input[value="ADMIN"]')?.dispatchEvent(new Event('change'));
  await settle(fixture);
};

const key = async (fixture: ComponentFixture<unknown>, selector: string, name: string): Promise<void> => {
  document.querySelector(selector)?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
  await settle(fixture);
};

describe('MemberDrawer', () => {
  it('has a section for each part, and says what cannot be done to oneself', async () => {
    const { host } = await open({}, 'u-1');
    expect([...host.querySelectorAll('h3')].map((heading) => heading.textContent.trim())).toEqual(expect.arrayContaining(['Username & mail', 'Role', 'Sign-in', 'Drive']));
    expect(host.querySelector('footer')?.textContent).toContain('This is you.');
    expect(host.textContent).not.toContain('Reset password');
  });

  it('asks before Escape loses what is not saved, and by the name of the section', async () => {
    const { fixture, it, host } = await open();
    await chooseAdmin(fixture);
    host.querySelector('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
    await settle(fixture);
    expect(host.textContent).toContain('Role is not saved.');
    expect(it.closed()).toBe(0);
    await press(fixture, 'Keep editing');
    expect(host.querySelector<HTMLInputElement>('input[value="ADMIN"]')?.checked).toBe(true);
    expect(TestBed.inject(LeaveGuard).mayLeave()).toBe(false);
    await settle(fixture);
    await press(fixture, 'Discard changes');
    expect(it.closed()).toBe(1);
  });

  it('asks before it goes to the next, and goes there when told to discard', async () => {
    const { fixture, it, host } = await open();
    await chooseAdmin(fixture);
    await key(fixture, 'dz-member-drawer h2', 'j');
    expect(it.steps).toEqual([]);
    expect(host.textContent).toContain('Role is not saved.');
    await press(fixture, 'Discard changes');
    expect([it.steps, it.closed()]).toEqual([[1], 0]);
    expect(host.querySelector('h2')?.textContent).toBe('Person m-2');
    expect(host.querySelector<HTMLInputElement>('input[value="MEMBER"]')?.checked).toBe(true);
    await chooseAdmin(fixture);
    expect(TestBed.inject(LeaveGuard).mayLeave()).toBe(false);
  });

  it('closes, and goes nowhere, after a step that was thought better of', async () => {
    const { fixture, it, host } = await open();
    await chooseAdmin(fixture);
    await key(fixture, 'dz-member-drawer h2', 'j');
    await press(fixture, 'Keep editing');
    host.querySelector('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
    await settle(fixture);
    await press(fixture, 'Discard changes');
    expect([it.steps, it.closed()]).toEqual([[], 1]);
  });

  it('takes J for a step neither in a field nor in a dialog above it', async () => {
    const { fixture, it } = await open();
    await key(fixture, 'dz-member-drawer input', 'j');
    await key(fixture, '#other p', 'j');
    expect(it.steps).toEqual([]);
    await key(fixture, 'dz-member-drawer h2', 'k');
    expect(it.steps).toEqual([-1]);
  });

  it('shows the work that is under way before everything else', async () => {
    const work = workflowParts('w-1', 'SUSPEND_MEMBER', 'NEEDS_ATTENTION', [
      { __typename: 'WorkflowStep', system: 'STALWART', name: 'freeze', title: 'Freeze the mailbox', state: 'FAILED', attempts: 3, lastError: 'Stalwart has not answered.' },
    ]);
    const workflows = { __typename: 'WorkflowConnection', edges: [{ __typename: 'WorkflowEdge', node: work }] } as unknown as MemberDetails['workflows'];
    const { host } = await open({ workflows });
    expect(host.querySelector('section[aria-label="Under way"]')?.textContent).toContain('Stalwart has not answered.');
    // The API would refuse another change of the sign-in meanwhile.
    expect(host.textContent).not.toContain('Reset password');
  });
});
