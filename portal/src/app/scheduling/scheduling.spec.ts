import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Scheduling } from './scheduling';

const workflow = (id: string, state: string): Record<string, unknown> => ({
  __typename: 'Workflow',
  id: `w-${id}`,
  kind: 'BOOK_SLOT',
  state,
  startedAt: '2026-11-25T08:00:00Z',
  finishedAt: null,
  steps: [{ __typename: 'WorkflowStep', system: 'STALWART', name: 'write-calendar-event', title: "Write it into the host's calendar", state: state === 'SUCCEEDED' ? 'DONE' : 'FAILED', attempts: 3, lastError: 'Stalwart cannot be reached.' }],
});
const booking = (id: string, state: string, work: string): Record<string, unknown> => ({
  __typename: 'Booking',
  id,
  startsAt: '2026-11-27T08:00:00.000Z',
  endsAt: '2026-11-27T08:30:00.000Z',
  state,
  attendee: { __typename: 'Attendee', name: `Visitor ${id}`, email: `${id}@example.com` },
  page: { __typename: 'BookingPage', id: 'p-1', title: 'Introduction call' },
  workflow: workflow(id, work),
});
const page = { __typename: 'BookingPage', id: 'p-1', title: 'Introduction call', durationMinutes: 30, url: 'http://localhost/book/acme/introduction', active: true, host: { __typename: 'Member', id: 'm-1', displayName: 'Olivia Berg' } };
const connection = (nodes: readonly Record<string, unknown>[], more: Record<string, unknown> = {}): Record<string, unknown> => ({
  __typename: 'BookingConnection',
  totalCount: nodes.length,
  pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
  edges: nodes.map((node) => ({ __typename: 'BookingEdge', node })),
  ...more,
});

const open = async (answer: Answer): Promise<{ host: HTMLElement; api: FakeApi; press: (words: string) => Promise<void> }> => {
  const api = new FakeApi({ Scheduling: answer, RetryWorkflow: () => ({ data: { retryWorkflow: { __typename: 'WorkflowRetried', workflow: workflow('b-2', 'RUNNING') } } }) });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(Scheduling);
  fixture.componentRef.setInput('slug', 'acme');
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  const press = async (words: string): Promise<void> => {
    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === words)?.click();
    await settle(fixture);
  };
  return { host, api, press };
};
const shows =
  (pages: readonly object[], bookings: Record<string, unknown>): Answer =>
  () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', bookingPages: pages, bookings } } });

describe('Scheduling', () => {
  it('shows the pages with their link for visitors, and who booked what', async () => {
    const { host } = await open(shows([page], connection([booking('b-1', 'CONFIRMED', 'SUCCEEDED')])));
    expect(host.querySelector('a[href="http://localhost/book/acme/introduction"]')).not.toBeNull();
    expect(host.textContent).toContain('Olivia Berg');
    const rows = [...host.querySelectorAll('section[aria-labelledby="bookings"] tbody tr')].map((row) => row.textContent.replace(/\s+/g, ' '));
    expect(rows).toHaveLength(1);
    for (const words of ['Visitor b-1', 'b-1@example.com', 'Introduction call', 'Confirmed']) expect(rows[0]).toContain(words);
    expect(host.querySelector('dz-workflow-progress')).toBeNull();
  });

  it('says what a booking page is, and what to do, where none is and nothing is booked', async () => {
    const { host } = await open(shows([], connection([])));
    expect([...host.querySelectorAll('dz-empty-state h2')].map(({ textContent }) => textContent)).toEqual(['No booking page yet', 'Nothing booked yet']);
  });

  it('puts a booking that stopped in front, with Retry', async () => {
    const { host, api, press } = await open(shows([page], connection([booking('b-1', 'CONFIRMED', 'SUCCEEDED'), booking('b-2', 'CALENDAR_FAILED', 'NEEDS_ATTENTION')])));
    expect(host.querySelector('dz-panel')?.textContent).toContain('Visitor b-2');
    expect(host.querySelector('dz-panel')?.textContent).toContain("Booking the time stopped at “Write it into the host's calendar”.");
    await press('Retry');
    expect(api.sent.find(({ name }) => name === 'RetryWorkflow')?.variables).toEqual({ input: { workflowId: 'w-b-2' } });
  });

  it('loads further bookings behind the ones that are there', async () => {
    const { host, api, press } = await open(({ after }) =>
      shows([page], connection([booking(after ? 'b-2' : 'b-1', 'CONFIRMED', 'SUCCEEDED')], { totalCount: 2, pageInfo: { __typename: 'PageInfo', hasNextPage: !after, endCursor: after ? 'c-2' : 'c-1' } }))({}),
    );
    await press('Load more');
    expect(api.sent.at(-1)?.variables).toMatchObject({ after: 'c-1' });
    expect([...host.querySelectorAll('section[aria-labelledby="bookings"] tbody tr')].map((row) => row.textContent.includes('b-2'))).toEqual([false, true]);
  });

  it('shows the pages while the bookings are lost', async () => {
    const { host } = await open(() => ({
      data: { tenant: { __typename: 'Tenant', id: 't-1', bookingPages: [page], bookings: null } },
      errors: [{ message: 'Something went wrong.', path: ['tenant', 'bookings'], extensions: { code: 'INTERNAL', requestId: 'r-3' } }],
    }));
    expect(host.textContent).toContain('Introduction call');
    expect(host.querySelector('dz-error-panel')?.textContent).toContain('r-3');
  });
});
