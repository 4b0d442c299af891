import { fetchToken } from '@dezky/stack/fetch-token';
import type { Browser, Locator } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';
import { type Screen, screens, Visitor } from './visitor';

/** An admin and the people of their workspace: found, changed one by one and several at once. Each test goes on where the one before ended. */
describe('people', () => {
  let browser: Browser;
  let stack: RunningStack;
  let admin: Visitor;
  const people = ['Ada Lovelace', 'Bo Ek', 'Cleo Falk'] as const;

  beforeAll(async () => {
    [browser, stack] = await Promise.all([openBrowser(), runStack()]);
    const token = await fetchToken({ authentikUrl: stack.sandboxes.places.authentikUrl, portalUrl: stack.url }, 'admin@acme.test', stack.password('admin@acme.test'));
    const ask = async <Data>(query: string, variables: Record<string, unknown>): Promise<Data> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${stack.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      return ((await answer.json()) as { data: Data }).data;
    };
    const { tenant } = await ask<{ tenant: { id: string } }>('{ tenant(slug: "acme") { id } }', {});
    for (const displayName of people) {
      const input = { tenantId: tenant.id, displayName, localPart: displayName.toLowerCase().replace(' ', '.') };
      const created = await ask<{ createMember: { __typename: string } }>('mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename } }', { input });
      expect(created.createMember.__typename).toBe('MemberCreated');
    }
    admin = await Visitor.arrive(browser, stack.url);
    await admin.signIn('admin@acme.test', stack.password('admin@acme.test'), '/t/acme/users');
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, 30_000);

  const account = (email: string) => stack.sandboxes.authentik.accounts().find((one) => one.email === email);
  const mailbox = (address: string) => stack.sandboxes.stalwart.mailboxes().find((one) => one.address === address);
  const names = (): Promise<string[]> => admin.page.locator('tbody .row-link').allTextContents();
  const row = (name: string): Locator => admin.page.getByRole('row', { name: new RegExp(name) });
  const look = async (visitor: Visitor, name: string): Promise<void> => {
    await visitor.photograph(`people-${name}`);
    expect({ name, barriers: await visitor.barriers(), overflow: Math.max(0, await visitor.overflow()) }).toEqual({ name, barriers: [], overflow: 0 });
  };

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
    const hurry = stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'slow', delayMs: 1_000 });
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

  it('keeps an edit of the contact information from being lost, saves it, and tells the other systems', async () => {
    const { page } = admin;
    const drawer = page.getByRole('dialog');
    await page.getByRole('link', { name: 'Bo Ek' }).click();
    await drawer.getByLabel('Display name').fill('Bo Ekström');
    await drawer.getByLabel('Phone').fill('+45 12 34 56 78');
    await page.keyboard.press('Escape');
    await drawer.getByText('Contact information is not saved.').waitFor();
    await look(admin, 'unsaved');
    await drawer.getByRole('button', { name: 'Keep editing' }).click();
    await drawer.getByRole('button', { name: 'Next user (J)' }).click();
    await drawer.getByText('Contact information is not saved.').waitFor();
    await drawer.getByRole('button', { name: 'Keep editing' }).click();
    await page.goBack();
    await drawer.getByText('Contact information is not saved.').waitFor();
    await drawer.getByRole('button', { name: 'Keep editing' }).click();
    expect(await drawer.getByLabel('Display name').inputValue()).toBe('Bo Ekström');

    const down = stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    await drawer.getByRole('button', { name: 'Save' }).click();
    await drawer.getByRole('heading', { name: 'Bo Ekström' }).waitFor();
    await drawer.getByText('Saved here, but “Tell the mailbox” stopped.').waitFor({ timeout: 30_000 });
    await look(admin, 'mirror-behind');
    down();
    await drawer.getByRole('button', { name: 'Retry' }).click();
    await drawer.getByText('Saved here, but').waitFor({ state: 'detached' });
    await drawer.getByText('are being told').waitFor({ state: 'detached' });
    expect(account('bo.ek@acme.test')?.name).toBe('Bo Ekström');
    expect(mailbox('bo.ek@acme.test')?.displayName).toBe('Bo Ekström');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Bo Ekström' }).waitFor();
  }, 90_000);

  it('resets a password, shows the new one once, and signs somebody out', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Actions for Cleo Falk' }).click();
    // A menu lies above the page, outside of its landmarks, which is all that axe has to say of it.
    expect(await admin.barriers()).toEqual(['region: .cdk-overlay-container']);
    await admin.photograph('people-menu');
    await page.getByRole('menuitem', { name: 'Reset password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reset the password of Cleo Falk' });
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    const secret = (await dialog.locator('dz-copy-field code').textContent({ timeout: 30_000 })) ?? '';
    expect(secret.length).toBeGreaterThanOrEqual(12);
    await page.keyboard.press('Escape');
    await dialog.getByText('Is the password copied?').waitFor();
    await look(admin, 'password-reset');
    await dialog.getByRole('button', { name: 'Go back' }).click();
    await dialog.getByRole('button', { name: 'Copy the one-time password' }).click();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(secret);
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    const cleo = await Visitor.arrive(browser, stack.url);
    await cleo.signIn('cleo.falk@acme.test', secret);
    await cleo.page.waitForURL('**/choose-password');
    await page.getByRole('button', { name: 'Actions for Cleo Falk' }).click();
    await page.getByRole('menuitem', { name: 'Sign out everywhere' }).click();
    const out = page.getByRole('dialog', { name: 'Sign Cleo Falk out' });
    await out.getByRole('button', { name: 'Sign out everywhere' }).click();
    await out.getByText('Cleo Falk is signed out everywhere. One session was open.').waitFor({ timeout: 30_000 });
    await out.getByRole('button', { name: 'Close' }).last().click();
    await cleo.page.reload();
    await cleo.page.getByLabel('Password').waitFor();
    await cleo.leave();
  }, 120_000);

  it('makes somebody the owner, and lets the ownership be handed on by a picker', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Actions for Ada Lovelace' }).click();
    await page.getByRole('menuitem', { name: 'Make owner' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Olivia Berg is the owner now').waitFor();
    await look(admin, 'make-owner');
    await dialog.getByRole('button', { name: 'Make owner' }).click();
    await dialog.getByText('Ada Lovelace owns the workspace.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await row('Ada Lovelace').getByText('Owner', { exact: true }).waitFor();
    await row('Olivia Berg').getByText('Administrator').waitFor();

    await page.getByRole('link', { name: 'Ada Lovelace' }).click();
    await page.getByRole('button', { name: 'Transfer ownership…' }).click();
    const picker = page.getByRole('dialog', { name: 'Transfer ownership' });
    await picker.getByLabel('Search for the new owner').fill('oliv');
    await picker.getByRole('radio', { name: /Olivia Berg/ }).check();
    await picker.getByText('Ada Lovelace is the owner now').waitFor();
    await picker.getByRole('button', { name: 'Transfer ownership' }).click();
    await picker.getByText('Olivia Berg owns the workspace.').waitFor();
    await picker.getByRole('button', { name: 'Close' }).last().click();
    // A key that comes while the picker is still going would be the picker's.
    await picker.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await row('Olivia Berg').getByText('Owner', { exact: true }).waitFor();
  }, 60_000);

  it('creates somebody who signs in from outside, changes that, gives them a mailbox and then another address', async () => {
    const { page } = admin;
    const drawer = page.getByRole('dialog', { name: 'Dora Maar', exact: true });
    await page.getByRole('link', { name: 'Create user' }).click();
    const create = page.getByRole('dialog');
    await create.getByLabel('Name').fill('Dora Maar');
    await create.getByLabel(/External sign-in/).check();
    await create.getByLabel('Their mail address').fill('dora@elsewhere.test');
    await look(admin, 'create-external');
    await create.getByRole('button', { name: 'Create user' }).click();
    await create.getByRole('heading', { name: 'Dora Maar is ready' }).waitFor({ timeout: 30_000 });
    await create.getByRole('button', { name: 'Copy the one-time password' }).click();
    await create.getByRole('button', { name: 'Close' }).last().click();
    expect(account('dora@elsewhere.test')?.active).toBe(true);
    expect(mailbox('dora.maar@acme.test')).toBeUndefined();

    await page.getByRole('link', { name: 'Dora Maar' }).click();
    await drawer.getByRole('textbox', { name: 'Username', exact: true }).fill('dora.maar@elsewhere.test');
    await look(admin, 'external-sign-in');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await drawer.locator('summary', { hasText: 'Changing the sign-in' }).waitFor({ timeout: 30_000 });
    await drawer.getByRole('region', { name: 'Under way' }).waitFor({ state: 'detached', timeout: 30_000 });
    await drawer.getByRole('button', { name: 'Create mailbox…' }).click({ timeout: 30_000 });
    expect(account('dora@elsewhere.test')).toBeUndefined();
    expect(account('dora.maar@elsewhere.test')?.active).toBe(true);

    const make = page.getByRole('dialog', { name: 'Create a mailbox for Dora Maar' });
    await make.getByText('@acme.test').waitFor();
    expect(await make.getByLabel('Address').inputValue()).toBe('dora.maar');
    await make.getByRole('button', { name: 'Create mailbox' }).click();
    await make.getByRole('button', { name: 'Copy the one-time password' }).click({ timeout: 30_000 });
    await look(admin, 'mailbox-created');
    await make.getByRole('button', { name: 'Close' }).last().click();
    expect(mailbox('dora.maar@acme.test')).toBeDefined();

    await drawer.getByRole('button', { name: 'Change address…' }).click({ timeout: 30_000 });
    const change = page.getByRole('dialog', { name: 'Change the address of Dora Maar' });
    await change.getByText('They go on signing in as dora.maar@elsewhere.test').waitFor();
    await change.getByLabel('New address').fill('ada.lovelace');
    await change.getByRole('button', { name: 'Change address' }).click();
    await change.locator('#local-part-hint[role="alert"]').waitFor();
    await look(admin, 'address-taken');
    await change.getByLabel('New address').fill('dora');
    await change.getByRole('button', { name: 'Change address' }).click();
    await change.getByText('Mail to dora.maar@acme.test still arrives.').waitFor({ timeout: 30_000 });
    await change.getByRole('button', { name: 'Close' }).last().click();
    expect(mailbox('dora@acme.test')).toBeDefined();
    await drawer.getByText('dora@acme.test').first().waitFor();
    await page.keyboard.press('Escape');
    await row('Dora Maar').getByText('dora@acme.test').waitFor();
  }, 150_000);

  it.each(screens.map((screen): [string, Screen] => [`${screen.width} px wide, ${screen.theme}`, screen]))(
    'shows all of it, %s',
    async (_name, screen) => {
      const visitor = await Visitor.arrive(browser, stack.url, screen);
      const { page } = visitor;
      await visitor.signIn('admin@acme.test', stack.password('admin@acme.test'), '/t/acme/users?role=MEMBER');
      await page.getByText('4 users found').waitFor();
      await look(visitor, 'filtered');
      await page.getByLabel('Select Bo Ekström').check();
      await page.getByRole('region', { name: 'Selected users' }).waitFor();
      await look(visitor, 'selected');
      await page.getByRole('button', { name: 'Suspend' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Suspend 1' }).waitFor();
      await look(visitor, 'bulk');
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Bo Ekström' }).click();
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
    const visitor = await Visitor.arrive(browser, stack.url);
    const { page } = visitor;
    await visitor.signIn('admin@acme.test', stack.password('admin@acme.test'), '/t/acme/users');
    await page.getByRole('link', { name: 'Bo Ekström' }).waitFor();
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
    await tabTo(page.getByRole('link', { name: 'Bo Ekström' }));
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
    expect(await hasFocus(page.getByRole('link', { name: 'Bo Ekström' }))).toBe(true);

    await tabTo(page.getByRole('button', { name: 'Actions for Bo Ekström' }));
    await press('Enter');
    // The menu is there a moment before it takes the focus.
    await page.locator('[role="menuitem"]:focus', { hasText: 'Open details' }).waitFor();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(await hasFocus(page.getByRole('menuitem', { name: 'Sign out everywhere' }))).toBe(true);
    await press('Escape');
    expect(await hasFocus(page.getByRole('button', { name: 'Actions for Bo Ekström' }))).toBe(true);
    await visitor.leave();
  }, 90_000);

  it('met no script error and nothing the content policy refused', () => {
    expect(admin.complaints).toEqual([]);
  });
});
