import { beginJourney } from './journey';
import { Visitor, widths } from './visitor';

/** The pages beside those of a workspace, at both widths in both themes like these. */
describe('every other page', () => {

  const journey = beginJourney();

  it.each(widths)(
    'that an admin comes to, %s',
    async (_name, screen) => {
      const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'admin@acme.test', '/t/globex', screen);
      const { page } = visitor;
      await page.getByText('This workspace is not yours to run').waitFor();
      await visitor.look('denied');
      await page.goto('/book/acme/introduction');
      await page.locator('.time').first().waitFor();
      await visitor.look('booking-times');
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
      const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'member@acme.test', '/', screen);
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
