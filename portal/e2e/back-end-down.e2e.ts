import { beginJourney } from './journey';
import { Visitor } from './visitor';

/** What an admin sees while a back end does not answer, and once it does again. */
describe('a back end that is down', () => {
  let admin: Visitor;

  const journey = beginJourney(async ({ browser, stack }) => {
    admin = await Visitor.signedIn(browser, stack, 'admin@acme.test');
  });

  /** Sends the form and waits until the work stops at the mailbox. */
  const createUntilStopped = async (name: string): Promise<void> => {
    const { page } = admin;
    await page.goto('/t/acme/users?new=user');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('@acme.test').waitFor();
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create user' }).click();
    await dialog.getByText('Creating the user stopped at “Create the mailbox”.').waitFor();
  };

  const addresses = (): string[] => journey.stack.sandboxes.authentik.accounts().map(({ email }) => email);

  it('is said in its own panel, while the others stay alive', async () => {
    const { page } = admin;
    const mend = journey.stack.sandboxes.ocis.faults.add({ match: { path: /^\/graph\// }, kind: 'down' });
    await page.goto('/t/acme');
    const storage = page.locator('dz-storage-panel');
    await storage.locator('dz-error-panel code').waitFor();
    await page.locator('dz-seats-panel strong').waitFor();
    await admin.photograph('storage-down');
    expect(await admin.barriers()).toEqual([]);
    mend();
    await storage.getByText('used in drives').waitFor();
  }, 60_000);

  it('stops the creation of a user, which goes on when told after it is mended', async () => {
    const { page } = admin;
    const mend = journey.stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    await createUntilStopped('Arne Jacobsen');
    await admin.photograph('creation-stopped');
    expect(await admin.barriers()).toEqual([]);
    mend();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('heading', { name: 'Arne Jacobsen is ready' }).waitFor();
    expect(addresses()).toContain('arne.jacobsen@acme.test');
  }, 90_000);

  it('leaves nothing of a creation that is taken back', async () => {
    const { page } = admin;
    const mend = journey.stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    await createUntilStopped('Poul Henningsen');
    expect(addresses()).toContain('poul.henningsen@acme.test');
    mend();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The steps that were done have been taken back.').waitFor();
    await admin.photograph('creation-undone');
    expect(addresses()).not.toContain('poul.henningsen@acme.test');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('link', { name: 'Poul Henningsen' }).waitFor({ state: 'detached' });
  }, 90_000);
});
