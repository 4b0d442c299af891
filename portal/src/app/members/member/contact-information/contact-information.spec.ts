import { TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../../graphql/testing/fake-api';
import { settle } from '../../../graphql/testing/settle';
import type { WorkflowPartsFragment } from '../../../workflow/workflow-parts.generated';
import { memberDetails } from '../../testing/member-details';
import { press } from '../../testing/press';
import { workflowParts } from '../../testing/workflow-parts';
import type { MemberDetails } from '../member-details';
import { ContactInformation } from './contact-information';
import { contactFields } from './contact-fields';

const updated = (more: Partial<MemberDetails>): Answer => () => ({
  data: { updateMember: { __typename: 'MemberUpdated', member: memberDetails(more), workflow: workflowParts('w-1', 'UPDATE_MEMBER', 'RUNNING') } },
});

const stopped = workflowParts('w-1', 'UPDATE_MEMBER', 'NEEDS_ATTENTION', [
  { __typename: 'WorkflowStep', system: 'STALWART', name: 'mirror-to-mailbox', title: 'Tell the mailbox', state: 'FAILED', attempts: 3, lastError: 'Stalwart has not answered since 14:02.' },
]);

const open = async (answers: Record<string, Answer> = {}, mirror: Record<string, unknown> | null = null) => {
  const api = new FakeApi(answers);
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(ContactInformation);
  fixture.componentRef.setInput('member', memberDetails({ firstName: 'Ada', phone: '+45 12 34' }));
  fixture.componentRef.setInput('mirror', mirror as WorkflowPartsFragment | null);
  let saved = 0;
  fixture.componentInstance.saved.subscribe(() => (saved += 1));
  const host = fixture.nativeElement as HTMLElement;
  document.body.replaceChildren(host);
  await settle(fixture);
  const box = (field: string): HTMLInputElement => host.querySelector<HTMLInputElement>(`#contact-${field}`)!;
  const type = async (field: string, text: string): Promise<void> => {
    box(field).value = text;
    box(field).dispatchEvent(new Event('input'));
    await settle(fixture);
  };
  const submit = async (): Promise<void> => {
    host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle(fixture);
  };
  return { fixture, api, host, box, type, submit, saved: () => saved };
};

describe('ContactInformation', () => {
  it('sends what was changed and nothing else; what is emptied is cleared', async () => {
    const { api, host, type, submit, saved } = await open({ UpdateMember: updated({ firstName: 'Augusta' }) });
    await type('firstName', ' Augusta ');
    await type('phone', '');
    await type('lastName', '   ');
    await submit();
    expect(api.sent.map(({ variables }) => variables)).toEqual([{ input: { memberId: 'm-1', firstName: 'Augusta', phone: null } }]);
    expect(saved()).toBe(1);
    expect(host.querySelector('[type="submit"]')).toBeNull();
  });

  it('counts as unchanged when the same is typed again', async () => {
    const { host, type } = await open();
    await type('firstName', 'Augusta');
    expect(host.querySelector('[type="submit"]')).not.toBeNull();
    await type('firstName', 'Ada ');
    expect(host.querySelector('[type="submit"]')).toBeNull();
  });

  it('says what does not fit when a field is left, and sends nothing', async () => {
    const { fixture, api, host, box, type, submit } = await open();
    await type('alternativeEmail', 'ada at home');
    expect(host.querySelector('[role="alert"]')).toBeNull();
    box('alternativeEmail').dispatchEvent(new Event('blur'));
    await settle(fixture);
    expect(host.querySelector('#contact-alternativeEmail-hint')?.textContent).toBe('This is not a mail address.');
    expect(box('alternativeEmail').getAttribute('aria-invalid')).toBe('true');
    await type('displayName', ' ');
    await submit();
    expect(api.sent).toEqual([]);
    expect(document.activeElement).toBe(box('displayName'));
  });

  it('shows a failure of the API at its field and keeps what was typed', async () => {
    const { host, box, type, submit, saved } = await open({
      UpdateMember: () => ({ data: { updateMember: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'This name is too long.', path: ['input', 'lastName'] } } }),
    });
    await type('lastName', 'Lovelace');
    await submit();
    expect(host.querySelector('#contact-lastName-hint')?.textContent).toBe('This name is too long.');
    expect(box('lastName').value).toBe('Lovelace');
    expect(document.activeElement).toBe(box('lastName'));
    expect(saved()).toBe(0);
  });

  it('says which copy is behind, keeps the edit, and tells it again', async () => {
    const { fixture, api, host } = await open(
      { RetryWorkflow: () => ({ data: { retryWorkflow: { __typename: 'WorkflowRetried', workflow: { ...stopped, state: 'RUNNING' } } } }) },
      stopped,
    );
    expect(host.querySelector('dz-notice')?.textContent).toMatch(/“Tell the mailbox” stopped\..*Stalwart has not answered since 14:02\..*Nothing that you typed is lost/s);
    await press(fixture, 'Retry');
    expect(api.sent[0]?.variables).toEqual({ input: { workflowId: 'w-1' } });
  });

  it('takes no edit while the user is being created or removed', async () => {
    const { fixture, box } = await open();
    fixture.componentRef.setInput('member', memberDetails({ status: 'REMOVING' }));
    await settle(fixture);
    expect(contactFields.every(({ field }) => box(field).disabled)).toBe(true);
  });
});
