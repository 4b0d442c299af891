import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { visitorTimes } from '../visitor-times';
import { BookSlotForm, type BookedTime } from './book-slot-form';

const at = '2026-11-27T08:00:00.000Z';

const open = async (answer: Answer): Promise<{ fixture: ComponentFixture<BookSlotForm>; host: HTMLElement; api: FakeApi; told: unknown[]; fill: (name: string, email: string) => Promise<void>; hint: (field: string) => string | undefined }> => {
  const api = new FakeApi({ BookSlot: answer });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(BookSlotForm);
  for (const [name, value] of Object.entries({ tenant: 'acme', page: 'introduction', startsAt: at, times: visitorTimes('Europe/Copenhagen') })) fixture.componentRef.setInput(name, value);
  const told: unknown[] = [];
  fixture.componentInstance.booked.subscribe((time: BookedTime) => told.push(time));
  fixture.componentInstance.choose.subscribe((time) => told.push({ choose: time }));
  fixture.componentInstance.stale.subscribe(() => told.push('stale'));
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  const fill = async (name: string, email: string): Promise<void> => {
    for (const [id, value] of [['attendee-name', name], ['attendee-email', email]] as const) {
      const box = host.querySelector<HTMLInputElement>(`#${id}`);
      if (box === null) throw new Error('no field');
      box.value = value;
      box.dispatchEvent(new Event('input'));
    }
    host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle(fixture);
  };
  return { fixture, host, api, told, fill, hint: (field) => host.querySelector(`#attendee-${field}-hint[role="alert"]`)?.textContent ?? undefined };
};
const press = (host: HTMLElement, words: string): void => [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === words)?.click();

describe('BookSlotForm', () => {
  it('books under the name and address given, and waits for the calendar', async () => {
    const { api, told, fill } = await open(() => ({ data: { bookSlot: { __typename: 'SlotBooked', booking: { __typename: 'BookedSlot', id: 'b-1', startsAt: at, endsAt: '2026-11-27T08:30:00.000Z', state: 'PENDING' } } } }));
    await fill(' Ada Lovelace ', 'ada@example.com ');
    expect(api.sent[0]?.variables).toEqual({ input: { tenant: 'acme', page: 'introduction', startsAt: at, attendeeName: 'Ada Lovelace', attendeeEmail: 'ada@example.com' } });
    expect(api.sent[0]?.headers['prefer']).toBe('wait=6');
    expect(told).toEqual([{ id: 'b-1', startsAt: at, endsAt: '2026-11-27T08:30:00.000Z', attendeeName: 'Ada Lovelace', attendeeEmail: 'ada@example.com', confirmed: false }]);
  });

  it.each([
    ['', 'ada@example.com', 'name'],
    ['Ada', '', 'email'],
    ['Ada', 'ada', 'email'],
    ['Ada', 'ada@localhost', 'email'],
  ])('does not send %j, %j', async (name, email, field) => {
    const { api, fill, hint } = await open(() => ({ data: null }));
    await fill(name, email);
    expect(api.sent).toEqual([]);
    expect(hint(field)).toEqual(expect.any(String));
  });

  it('says at the field what the API refuses, until it is changed', async () => {
    const { fill, hint, host, fixture } = await open(() => ({ data: { bookSlot: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'There are 3 bookings to come under this address already.', path: ['input', 'attendeeEmail'] } } }));
    await fill('Ada', 'ada@example.com');
    expect(hint('email')).toBe('There are 3 bookings to come under this address already.');
    expect(hint('name')).toBeUndefined();
    host.querySelector('#attendee-email')?.dispatchEvent(new Event('input'));
    await settle(fixture);
    expect(hint('email')).toBeUndefined();
  });

  it('says that somebody was faster, and offers the next free time', async () => {
    const { fill, host, told, fixture } = await open(() => ({
      data: { bookSlot: { __typename: 'SlotTaken', code: 'SLOT_TAKEN', message: 'This time has just been taken.', path: ['input', 'startsAt'], nextFree: { __typename: 'Slot', startsAt: '2026-11-27T09:00:00.000Z' } } },
    }));
    await fill('Ada', 'ada@example.com');
    expect(host.textContent).toContain('This time has just been taken.');
    expect(host.textContent).toContain('Next free: Friday 27 November, 10:00.');
    press(host, 'Take the next free time');
    press(host, 'See all free times');
    expect(told).toEqual(['stale', { choose: '2026-11-27T09:00:00.000Z' }, { choose: null }]);
    fixture.componentRef.setInput('startsAt', '2026-11-27T09:00:00.000Z');
    await settle(fixture);
    expect(host.querySelector<HTMLInputElement>('#attendee-name')?.value).toBe('Ada');
  });

  it('leads back to the list where the page does not offer the time any more', async () => {
    const { fill, host, told } = await open(() => ({ data: { bookSlot: { __typename: 'SlotUnavailable', code: 'SLOT_UNAVAILABLE', message: 'This page does not offer that time.', path: ['input', 'startsAt'] } } }));
    await fill('Ada', 'ada@example.com');
    expect(host.textContent).toContain('This page does not offer that time.');
    press(host, 'Take the next free time');
    press(host, 'See all free times');
    expect(told).toEqual(['stale', { choose: null }]);
  });

  it('names the request when the calendar does not answer, and keeps what was entered', async () => {
    const { fill, host, told } = await open(() => ({ data: null, errors: [{ message: 'Stalwart cannot be reached.', extensions: { code: 'BACKEND_UNAVAILABLE', requestId: 'r-8' } }] }));
    await fill('Ada', 'ada@example.com');
    expect(host.textContent).toContain('The time is not booked.');
    expect(host.textContent).toContain('r-8');
    expect(host.querySelector<HTMLInputElement>('#attendee-name')?.value).toBe('Ada');
    expect(told).toEqual([]);
  });
});
