import { beginJourney } from './journey';
import { Visitor, widths } from './visitor';

/** The pages of a workspace at both widths in both themes: no barrier that axe knows, nothing wider than the screen, no script error, and a picture to look at. */
describe('every page of a workspace', () => {

  const journey = beginJourney();

  it.each(widths)(
    '%s',
    async (_name, screen) => {
      const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'admin@acme.test', '/', screen);
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
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    120_000,
  );
});
