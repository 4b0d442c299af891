import type { Browser } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';
import { type Screen, screens, Visitor } from './visitor';

/** Each page at both widths in both themes: no barrier that axe knows, nothing wider than the screen, no script error, and a picture to look at. */
describe('every page', () => {
  let browser: Browser;
  let stack: RunningStack;

  beforeAll(async () => {
    [browser, stack] = await Promise.all([openBrowser(), runStack()]);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, 30_000);

  const check = async (visitor: Visitor, name: string): Promise<void> => {
    await visitor.photograph(name);
    expect({ name, barriers: await visitor.barriers(), overflow: Math.max(0, await visitor.overflow()) }).toEqual({ name, barriers: [], overflow: 0 });
  };

  const named = screens.map((screen): [string, Screen] => [`${screen.width} px wide, ${screen.theme}`, screen]);

  it.each(named)(
    'of the admin, %s',
    async (_name, screen) => {
      const visitor = await Visitor.arrive(browser, stack.url, screen);
      const { page } = visitor;
      await visitor.signIn('admin@acme.test', stack.password('admin@acme.test'));
      await page.locator('dz-activity-panel li').first().waitFor();
      await page.locator('dz-seats-panel strong').waitFor();
      await page.locator('dz-subscription-panel strong').waitFor();
      await check(visitor, 'dashboard');

      await page.goto('/t/acme/domains');
      await page.getByRole('link', { name: 'acme.test' }).waitFor();
      await check(visitor, 'domains');
      await page.getByRole('link', { name: 'acme.test' }).click();
      await page.getByRole('table').waitFor();
      await check(visitor, 'domain');
      await page.goto('/t/acme/domains?new=domain');
      await page.getByLabel('Domain', { exact: true }).waitFor();
      await check(visitor, 'add-domain');

      await page.goto('/t/acme/users');
      await page.getByRole('link', { name: 'Mia Lindqvist' }).waitFor();
      await check(visitor, 'users');
      await page.getByRole('link', { name: 'Mia Lindqvist' }).click();
      await page.getByRole('dialog').getByRole('heading', { name: 'Drive' }).waitFor();
      await check(visitor, 'user');
      await page.goto('/t/acme/users?new=user');
      await page.getByRole('dialog').getByText('@acme.test').waitFor();
      await check(visitor, 'create-user');
      await page.goto('/t/acme/users?q=nobody');
      await page.getByText('No user matches').waitFor();
      await check(visitor, 'no-user-found');

      await page.goto('/t/acme/scheduling');
      await page.getByText('Nothing booked yet').waitFor();
      await check(visitor, 'scheduling-empty');
      await page.goto('/book/acme/introduction');
      await page.locator('.time').first().waitFor();
      await check(visitor, 'booking-times');

      await page.goto('/t/globex');
      await page.getByText('This workspace is not yours to run').waitFor();
      await check(visitor, 'denied');
      await page.goto('/nowhere');
      await page.getByText('There is nothing at this address').waitFor();
      await check(visitor, 'not-found');
      await page.goto('/ui');
      await page.getByRole('heading', { name: 'Parts' }).waitFor();
      await check(visitor, 'parts');
      await page.goto('/sandbox');
      await page.getByRole('heading', { name: 'Mailboxes' }).waitFor();
      await check(visitor, 'sandbox');
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    120_000,
  );

  it.each(named)(
    'of a member, %s',
    async (_name, screen) => {
      const visitor = await Visitor.arrive(browser, stack.url, screen);
      await visitor.signIn('member@acme.test', stack.password('member@acme.test'));
      await visitor.page.getByRole('heading', { name: 'Mailbox' }).waitFor();
      await check(visitor, 'me');
      await visitor.page.goto('/signed-out');
      await visitor.page.getByText('You are signed out').waitFor();
      await check(visitor, 'signed-out');
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    60_000,
  );
});
