import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { PublicBooking } from './public-booking';
import { visitorTimeZone } from './visitor-times';

const slot = (startsAt: string): Record<string, unknown> => ({ __typename: 'Slot', startsAt, endsAt: new Date(Date.parse(startsAt) + 1_800_000).toISOString() });
const page = (slots: readonly Record<string, unknown>[] | null, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  __typename: 'PublicBookingPage',
  title: 'Introduction call',
  hostName: 'Olivia Berg',
  durationMinutes: 30,
  timeZone: 'Europe/Oslo',
  bookableUntil: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  slots,
  ...more,
});
const some = [slot('2026-11-26T22:30:00.000Z'), slot('2026-11-26T23:00:00.000Z'), slot('2026-11-27T08:00:00.000Z')];
const shows =
  (shown: Record<string, unknown> | null): Answer =>
  () => ({ data: { publicBookingPage: shown } });

const open = async (answer: Answer, inputs: Record<string, string> = {}, book: Answer = () => ({ data: null })): Promise<{ fixture: ComponentFixture<PublicBooking>; host: HTMLElement; api: FakeApi; text: () => string }> => {
  const api = new FakeApi({ PublicBookingPage: answer, BookSlot: book });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([]), { provide: visitorTimeZone, useValue: 'Europe/Copenhagen' }] });
  const fixture = TestBed.createComponent(PublicBooking);
  for (const [name, value] of Object.entries({ tenant: 'acme', page: 'introduction', ...inputs })) fixture.componentRef.setInput(name, value);
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  return { fixture, host, api, text: () => host.textContent.replace(/\s+/g, ' ') };
};
const texts = (host: HTMLElement, selector: string): string[] => [...host.querySelectorAll(selector)].map((element) => element.textContent.replace(/\s+/g, ' ').trim());

describe('PublicBooking', () => {
  it("shows with whom and for how long, and the free times by the visitor's days", async () => {
    const { host, text } = await open(shows(page(some)));
    expect(text()).toContain('Olivia Berg');
    expect(text()).toContain('30 minutes');
    expect(text()).toContain('Times in Europe/Copenhagen');
    expect(texts(host, '.days a')).toEqual(['Thu 26 Nov 1 free', 'Fri 27 Nov 2 free']);
    expect(texts(host, '.time')).toEqual(['23:30']);
    expect(host.querySelector('.days [aria-current="date"]')?.textContent).toContain('26 Nov');
  });

  it('shows the times of the day that the address names', async () => {
    const { host } = await open(shows(page(some)), { day: '2026-11-27' });
    expect(texts(host, '.time')).toEqual(['00:00', '09:00']);
    expect(host.querySelector('.time')?.getAttribute('href')).toContain('at=2026-11-26T23:00:00.000Z');
  });

  it('asks for two weeks, and for the next two when told to', async () => {
    const { api, fixture } = await open(shows(page(some)));
    fixture.componentRef.setInput('weeks', '1');
    await settle(fixture);
    const [first, second] = api.sent.map(({ variables }) => variables as { from: string; to: string });
    expect(Date.parse(first?.to ?? '') - Date.parse(first?.from ?? '')).toBe(14 * 86_400_000);
    expect(second?.from).toBe(first?.to);
  });

  it('leads no further than the page takes bookings', async () => {
    const { host } = await open(shows(page(some, { bookableUntil: new Date(Date.now() + 86_400_000).toISOString() })));
    expect(host.querySelector('.later')).toBeNull();
  });

  it('says that there is no free time, which is something else than not knowing', async () => {
    expect((await open(shows(page([])))).text()).toContain('No free times in these two weeks');
  });

  it('keeps the page on show while the calendar does not answer, and asks again when told to', async () => {
    let mended = false;
    const { host, text, fixture } = await open(() =>
      mended ? { data: { publicBookingPage: page(some) } } : { data: { publicBookingPage: page(null) }, errors: [{ message: 'Stalwart cannot be reached.', path: ['publicBookingPage', 'slots'], extensions: { code: 'BACKEND_UNAVAILABLE', requestId: 'r-9' } }] },
    );
    expect(text()).toContain('Introduction call');
    expect(text()).toContain('Stalwart cannot be reached.');
    expect(text()).not.toContain('No free times');
    expect(texts(host, 'button')).toEqual(['Retry']);
    mended = true;
    host.querySelector<HTMLButtonElement>('dz-error-panel button')?.click();
    await settle(fixture);
    expect(texts(host, '.time')).toEqual(['23:30']);
  });

  it('says that no page is at the address', async () => {
    expect((await open(shows(null))).text()).toContain('There is no booking page at this address');
  });

  it('does not call a page missing that could not be asked for', async () => {
    const { text } = await open(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(text()).toContain('The booking page did not load');
    expect(text()).not.toContain('There is no booking page');
  });

  it('confirms what is booked, with its time and under which name', async () => {
    const at = '2026-11-27T08:00:00.000Z';
    const { host, text, fixture } = await open(shows(page(some)), { at }, () => ({
      data: { bookSlot: { __typename: 'SlotBooked', booking: { __typename: 'BookedSlot', id: 'b-1', startsAt: at, endsAt: '2026-11-27T08:30:00.000Z', state: 'CONFIRMED' } } },
    }));
    expect(host.querySelector('h2')?.textContent).toBe('Friday 27 November, 09:00');
    for (const [id, value] of [['attendee-name', 'Ada Lovelace'], ['attendee-email', 'ada@example.com']] as const) {
      const box = host.querySelector<HTMLInputElement>(`#${id}`);
      if (box === null) throw new Error('no field');
      box.value = value;
      box.dispatchEvent(new Event('input'));
    }
    host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle(fixture);
    expect(text()).toContain('Your time is booked');
    expect(text()).toContain('Friday 27 November, 09:00 to 09:30');
    expect(text()).toContain('with Olivia Berg, under Ada Lovelace, ada@example.com.');
    expect(text()).toContain("It is in the host's calendar.");
  });
});
