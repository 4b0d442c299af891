import type { Browser } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';
import { Visitor, widths } from './visitor';

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

  it.each(widths)(
    'of the admin, %s',
    async (_name, screen) => {
      const visitor = await Visitor.signedIn(browser, stack, 'admin@acme.test', '/', screen);
      const { page } = visitor;
      await page.locator('dz-activity-panel li').first().waitFor();
      await page.locator('dz-seats-panel strong').waitFor();
      await page.locator('dz-subscription-panel strong').waitFor();
      await visitor.look('dashboard');

      await page.goto('/t/acme/domains');
      await page.getByRole('link', { name: 'acme.test' }).waitFor();
      await visitor.look('domains');
      await page.getByRole('link', { name: 'acme.test' }).click();
      await page.getByRole('table').waitFor();
      await visitor.look('domain');
      await page.goto('/t/acme/domains?new=domain');
      await page.getByLabel('Domain', { exact: true }).waitFor();
      await visitor.look('add-domain');

      await page.goto('/t/acme/users');
      await page.getByRole('link', { name: 'Mia Lindqvist' }).waitFor();
      await visitor.look('users');
      await page.getByRole('link', { name: 'Mia Lindqvist' }).click();
      await page.getByRole('dialog').getByRole('heading', { name: 'Drive' }).waitFor();
      await visitor.look('user');
      await page.goto('/t/acme/users?new=user');
      await page.getByRole('dialog').getByText('@acme.test').waitFor();
      await visitor.look('create-user');
      await page.goto('/t/acme/users?q=nobody');
      await page.getByText('No user matches').waitFor();
      await visitor.look('no-user-found');

      await page.goto('/t/acme/scheduling');
      await page.getByText('Nothing booked yet').waitFor();
      await visitor.look('scheduling-empty');
      await page.goto('/book/acme/introduction');
      await page.locator('.time').first().waitFor();
      await visitor.look('booking-times');

      await page.goto('/t/globex');
      await page.getByText('This workspace is not yours to run').waitFor();
      await visitor.look('denied');
      await page.goto('/nowhere');
      await page.getByText('There is nothing at this address').waitFor();
      await visitor.look('not-found');
      await page.goto('/ui');
      await page.getByRole('heading', { name: 'Parts' }).waitFor();
      await visitor.look('parts');
      await page.goto('/sandbox');
      await page.getByRole('heading', { name: 'Mailboxes' }).waitFor();
      await visitor.look('sandbox');
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    120_000,
  );

  it.each(widths)(
    'of a member, %s',
    async (_name, screen) => {
      const visitor = await Visitor.signedIn(browser, stack, 'member@acme.test', '/', screen);
      await visitor.page.getByRole('heading', { name: 'Mailbox' }).waitFor();
      await visitor.look('me');
      await visitor.page.goto('/signed-out');
      await visitor.page.getByText('You are signed out').waitFor();
      await visitor.look('signed-out');
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    60_000,
  );
});
