import type { Locator } from 'playwright-core';
import { createPeople } from './create-people';
import { beginJourney } from './journey';
import { Visitor, widths } from './visitor';

/** An admin among the people of their workspace: found, changed several at once, and seen at every width. Each test goes on where the one before ended. */
describe('people', () => {
  let admin: Visitor;
  const people = ['Ada Lovelace', 'Bo Ek', 'Cleo Falk'] as const;

  const journey = beginJourney(async ({ browser, stack }) => {
    await createPeople(stack, people);
    admin = await Visitor.signedIn(browser, stack, 'admin@acme.test', '/t/acme/users');
  });

  const account = (email: string) => journey.stack.sandboxes.authentik.accounts().find((one) => one.email === email);
  const mailbox = (address: string) => journey.stack.sandboxes.stalwart.mailboxes().find((one) => one.address === address);
  const names = (): Promise<string[]> => admin.page.locator('tbody .row-link').allTextContents();
  const row = (name: string): Locator => admin.page.getByRole('row', { name: new RegExp(name) });
  const look = (visitor: Visitor, name: string): Promise<void> => visitor.look(`people-${name}`);

  it('finds people by role and status, and sorts them, all in the address', async () => {
    const { page } = admin;
    await page.getByLabel('Role', { exact: true }).selectOption('Member');
    await page.getByText('4 users found').waitFor();
    expect(await names()).toEqual(['Ada Lovelace', 'Bo Ek', 'Cleo Falk', 'Mia Lindqvist']);
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await page.waitForURL('**/users?role=MEMBER&sort=-name');
    await page.locator('tbody .row-link', { hasText: 'Mia' }).and(page.locator('tr:first-child .row-link')).waitFor();
    expect(await names()).toEqual(['Mia Lindqvist', 'Cleo Falk', 'Bo Ek', 'Ada Lovelace']);
    await page.reload();
    await page.getByText('4 users found').waitFor();
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await page.getByLabel('Status', { exact: true }).selectOption('Suspended');
    await page.getByText('No user like this').waitFor();
    await page.getByRole('button', { name: 'Show everybody' }).click();
    await page.getByText('6 users', { exact: true }).waitFor();
  }, 60_000);

  it('suspends several at once and says what came of each, and resumes them', async () => {
    const { page } = admin;
    for (const name of [...people, 'Olivia Berg']) await page.getByLabel(`Select ${name}`).check();
    const bar = page.getByRole('region', { name: 'Selected users' });
    await bar.getByText('4 selected').waitFor();
    await bar.getByRole('button', { name: 'Suspend' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Suspend 3 users' }).waitFor();
    expect(await dialog.getByRole('list', { name: 'Left out' }).textContent()).toContain('The owner stays until the workspace has another.');
    const hurry = journey.stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'slow', delayMs: 1_000 });
    await dialog.getByRole('button', { name: 'Suspend 3' }).click();
    await dialog.getByText('Working').first().waitFor();
    await look(admin, 'bulk-running');
    await page.keyboard.press('Escape');
    await page.getByText(/Suspending 3 users/).waitFor();
    hurry();
    await page.getByText(/Suspending 3 users/).waitFor({ state: 'detached', timeout: 30_000 });
    for (const name of people) await row(name).getByText('Suspended').waitFor();
    expect(people.map((name) => account(`${name.toLowerCase().replace(' ', '.')}@acme.test`)?.active)).toEqual([false, false, false]);
    expect(mailbox('ada.lovelace@acme.test')?.frozen).toBe(true);

    for (const name of people) if (!(await page.getByLabel(`Select ${name}`).isChecked())) await page.getByLabel(`Select ${name}`).check();
    await bar.getByRole('button', { name: 'Resume' }).click();
    await dialog.getByRole('button', { name: 'Resume 3' }).click();
    await dialog.getByRole('heading', { name: 'Resume 3 users: all done' }).waitFor();
    await look(admin, 'bulk-done');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    for (const name of people) await row(name).getByText('Active').waitFor();
    expect(mailbox('ada.lovelace@acme.test')?.frozen).toBe(false);
  }, 120_000);

  it('says why the role of the owner and of oneself stays, and changes that of others', async () => {
    const { page } = admin;
    const drawer = page.getByRole('dialog');
    await page.getByRole('link', { name: 'Olivia Berg' }).click();
    await drawer.getByText('A workspace has one owner.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Anders Holm' }).click();
    await drawer.getByText('Another administrator can change your role.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Ada Lovelace' }).click();
    await drawer.getByText('Runs the workspace too').click();
    await drawer.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Ada Lovelace is an administrator now.').waitFor();
    expect(await drawer.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await row('Ada Lovelace').getByText('Administrator').waitFor();
  }, 60_000);

  it.each(widths)(
    'shows all of it, %s',
    async (_name, screen) => {
      const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'admin@acme.test', '/t/acme/users?role=MEMBER', screen);
      const { page } = visitor;
      await page.getByText('3 users found').waitFor();
      await look(visitor, 'filtered');
      await page.getByLabel('Select Bo Ek').check();
      await page.getByRole('region', { name: 'Selected users' }).waitFor();
      await look(visitor, 'selected');
      await page.getByRole('button', { name: 'Suspend' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Suspend 1' }).waitFor();
      await look(visitor, 'bulk');
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Bo Ek' }).click();
      const drawer = page.getByRole('dialog');
      await drawer.getByRole('heading', { name: 'Drive' }).waitFor();
      await look(visitor, 'drawer');
      await drawer.getByRole('button', { name: 'Change address…' }).click();
      await page.getByRole('dialog').getByText('Keep the old address as an alias').waitFor();
      await look(visitor, 'change-address');
      await page.keyboard.press('Escape');
      await drawer.getByLabel('Alternative address').fill('bo at home');
      await drawer.getByRole('button', { name: 'Save' }).click();
      await drawer.getByText('This is not a mail address.').waitFor();
      await look(visitor, 'drawer-edited');
      await drawer.getByRole('button', { name: 'Discard' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Invitations' }).click();
      await page.getByText('Invitations are not here yet').waitFor();
      await look(visitor, 'invitations');
      await page.goto('/t/acme/users?new=user');
      await page.getByLabel(/External sign-in/).check();
      await page.getByLabel('Their mail address').waitFor();
      await look(visitor, 'create-user');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Actions for Olivia Berg' }).click();
      await page.getByRole('menuitem', { name: 'Transfer ownership' }).click();
      await page.getByRole('radio', { name: /Ada Lovelace/ }).check();
      await page.getByText('Ada Lovelace becomes the owner').waitFor();
      await look(visitor, 'transfer-ownership');
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    90_000,
  );

  it('can be walked by keyboard alone', async () => {
    const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'admin@acme.test', '/t/acme/users');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Bo Ek' }).waitFor();
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const hasFocus = (locator: Locator): Promise<boolean> => locator.evaluate((element) => element.matches(':focus'));
    /** Goes on by Tab until the focus is on what has this name; a trap or a gap on the way ends the test. */
    const tabTo = async (locator: Locator): Promise<void> => {
      for (let stops = 0; stops < 60; stops += 1) {
        if (await hasFocus(locator)) return;
        await press('Tab');
      }
      throw new Error(`Tab does not come to ${String(locator)}`);
    };
    await page.locator('main').focus();
    await tabTo(page.getByRole('searchbox', { name: 'Search users' }));
    await page.keyboard.type('bo ek');
    await page.getByText('1 user found').waitFor();
    await tabTo(page.getByRole('button', { name: 'Clear', exact: true }));
    await press('Enter');
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    // What was pressed has gone: the focus is where it belongs to, and not at the top of the page.
    expect(await hasFocus(page.getByRole('searchbox', { name: 'Search users' }))).toBe(true);
    await tabTo(page.getByRole('columnheader', { name: 'Created' }).getByRole('button'));
    await press('Enter');
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Created' }).waitFor();
    await page.locator('tbody tr:first-child', { hasText: 'Olivia Berg' }).waitFor();
    await tabTo(page.locator('tbody tr:first-child').getByRole('checkbox'));
    await press('ArrowDown', 'ArrowDown', 'Space');
    await page.getByText('1 selected').waitFor();
    await tabTo(page.getByRole('button', { name: 'Clear the selection' }));
    await press('Enter');
    await page.getByText('1 selected').waitFor({ state: 'detached' });
    expect(await hasFocus(page.locator('tbody tr:nth-child(3)').getByRole('checkbox'))).toBe(true);

    await page.locator('main').focus();
    await tabTo(page.getByRole('link', { name: 'Bo Ek' }));
    await press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: 'Drive' }).waitFor();
    await tabTo(drawer.getByLabel('Last name'));
    await page.keyboard.type('Ekström');
    await press('Escape');
    await drawer.getByText('Contact information is not saved.').waitFor();
    await press('Enter');
    await page.keyboard.type('!');
    expect(await drawer.getByLabel('Last name').inputValue()).toBe('Ekström!');
    await press('Backspace');
    await tabTo(drawer.getByRole('button', { name: 'Save' }));
    await press('Enter');
    await page.getByText('Contact information saved.').waitFor();
    // The button has gone with what there was to save: the focus is at the section, and not at the top of the page.
    expect(await hasFocus(drawer.getByRole('heading', { name: 'Contact information' }))).toBe(true);
    await press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await hasFocus(page.getByRole('link', { name: 'Bo Ek' }))).toBe(true);

    await tabTo(page.getByRole('button', { name: 'Actions for Bo Ek' }));
    await press('Enter');
    // The menu is there a moment before it takes the focus.
    await page.locator('[role="menuitem"]:focus', { hasText: 'Open details' }).waitFor();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(await hasFocus(page.getByRole('menuitem', { name: 'Sign out everywhere' }))).toBe(true);
    await press('Escape');
    expect(await hasFocus(page.getByRole('button', { name: 'Actions for Bo Ek' }))).toBe(true);
    await visitor.leave();
  }, 90_000);

  it('met no script error and nothing the content policy refused', () => {
    expect(admin.complaints).toEqual([]);
  });
});
