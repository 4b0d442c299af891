import type { Browser } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';
import { phone, Visitor } from './visitor';

/** A visitor books a time with somebody of the demonstration; each test goes on where the one before ended. */
describe('booking a time', () => {
  let browser: Browser;
  let stack: RunningStack;
  let first: Visitor;
  let second: Visitor;
  let chosen = '';
  const address = '/book/acme/introduction';

  beforeAll(async () => {
    // One after the other: a browser beside a stack that did not start would be closed by nobody.
    browser = await openBrowser();
    stack = await runStack();
    first = await Visitor.arrive(browser, stack.url);
    second = await Visitor.arrive(browser, stack.url, phone);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, 30_000);

  const eventsOfHost = (): { title: string; startsAt: string }[] => stack.sandboxes.stalwart.calendarEvents().filter((event) => event.address === 'owner@acme.test');
  const fill = async ({ page }: Visitor, name: string, email: string): Promise<void> => {
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Your e-mail address').fill(email);
  };

  it('shows the free times of a host to somebody who is not signed in', async () => {
    const { page } = first;
    await page.goto(address);
    await page.getByRole('heading', { name: 'Introduction call' }).waitFor();
    await page.getByText('Olivia Berg').waitFor();
    expect(await page.getByRole('navigation', { name: 'Days' }).getByRole('link').count()).toBeGreaterThan(5);
    await first.look('booking-times');
    expect(await page.context().cookies()).toEqual([]);
  }, 60_000);

  it('lets both visitors choose the same time', async () => {
    for (const visitor of [first, second]) {
      const { page } = visitor;
      await page.goto(address);
      await page.getByRole('navigation', { name: 'Days' }).getByRole('link').nth(1).click();
      await page.locator('.time').first().click();
      await page.getByLabel('Your name').waitFor();
      await page.locator('h2:focus').waitFor();
      const at = new URL(page.url()).searchParams.get('at') ?? '';
      expect(Number.isNaN(Date.parse(at))).toBe(false);
      expect(chosen === '' || chosen === at).toBe(true);
      chosen = at;
      await visitor.look('booking-form');
    }
  }, 60_000);

  it("books it for the first, which is in the host's calendar then", async () => {
    const { page } = first;
    await page.getByRole('button', { name: 'Book this time' }).click();
    expect(await page.locator('#attendee-name-hint').textContent()).toBe('Enter your name.');
    await fill(first, 'Ada Lovelace', 'ada@example.com');
    await page.getByRole('button', { name: 'Book this time' }).click();
    await page.getByRole('heading', { name: 'Your time is booked' }).waitFor();
    await page.getByText("It is in the host's calendar.").waitFor();
    await first.photograph('booking-confirmed');
    expect(await first.barriers()).toEqual([]);
    expect(eventsOfHost()).toMatchObject([{ title: 'Introduction call: Ada Lovelace', startsAt: chosen.replace('.000Z', 'Z') }]);
  }, 60_000);

  it('tells the second that somebody was faster, and books the next free time instead', async () => {
    const { page } = second;
    await fill(second, 'Bo Ek', 'bo@example.com');
    await page.getByRole('button', { name: 'Book this time' }).click();
    await page.getByText('This time has just been taken.').waitFor();
    await second.look('booking-taken');
    await page.getByRole('button', { name: 'Take the next free time' }).click();
    await page.getByRole('button', { name: 'Book this time' }).waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Bo Ek');
    await page.getByRole('button', { name: 'Book this time' }).click();
    await page.getByRole('heading', { name: 'Your time is booked' }).waitFor();
    await second.photograph('booking-confirmed');
    expect(eventsOfHost().map(({ title }) => title)).toEqual(['Introduction call: Ada Lovelace', 'Introduction call: Bo Ek']);
  }, 60_000);

  it('says that nobody knows what is free while the calendar does not answer', async () => {
    const { page } = second;
    const mend = stack.sandboxes.stalwart.faults.add({ match: { path: /^\/jmap/ }, kind: 'down' });
    await page.goto(address);
    await page.getByText('Free times did not load').waitFor();
    await page.getByRole('heading', { name: 'Introduction call' }).waitFor();
    await second.look('booking-down');
    mend();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.locator('.time').first().waitFor();
  }, 60_000);

  it('says so where no booking page is', async () => {
    await second.page.goto('/book/acme/nothing');
    await second.page.getByText('There is no booking page at this address').waitFor();
    await second.photograph('booking-nowhere');
    expect(await second.barriers()).toEqual([]);
  }, 60_000);

  it('shows both bookings to the admin', async () => {
    const admin = await Visitor.signedIn(browser, stack, 'admin@acme.test', '/t/acme/scheduling');
    const { page } = admin;
    await page.getByRole('row', { name: /Ada Lovelace.*Confirmed/ }).waitFor();
    await page.getByRole('row', { name: /bo@example\.com.*Confirmed/ }).waitFor();
    expect(await page.getByRole('link', { name: `${stack.url}${address}` }).count()).toBe(1);
    await admin.look('scheduling');
    await page.goto('/sandbox');
    await page.getByRole('row', { name: /Introduction call: Ada Lovelace/ }).waitFor();
    await page.getByRole('heading', { name: 'Calendars' }).scrollIntoViewIfNeeded();
    await admin.photograph('sandbox-calendars');
    expect(admin.complaints).toEqual([]);
  }, 60_000);

  it('made no page complain', () => expect([...first.complaints, ...second.complaints]).toEqual([]));
});
