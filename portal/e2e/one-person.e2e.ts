import type { Locator } from 'playwright-core';
import { createPeople } from './create-people';
import { beginJourney } from './journey';
import { Visitor } from './visitor';

/** An admin changes one person after the other. Each test goes on where the one before ended. */
describe('one person', () => {
  let admin: Visitor;
  const people = ['Ada Lovelace', 'Bo Ek', 'Cleo Falk'] as const;

  const journey = beginJourney(async ({ browser, stack }) => {
    await createPeople(stack, people);
    admin = await Visitor.signedIn(browser, stack, 'admin@acme.test', '/t/acme/users');
  });

  const account = (email: string) => journey.stack.sandboxes.authentik.accounts().find((one) => one.email === email);
  const mailbox = (address: string) => journey.stack.sandboxes.stalwart.mailboxes().find((one) => one.address === address);
  const row = (name: string): Locator => admin.page.getByRole('row', { name: new RegExp(name) });
  const look = (visitor: Visitor, name: string): Promise<void> => visitor.look(`people-${name}`);

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

    const down = journey.stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
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

    const cleo = await Visitor.arrive(journey.browser, journey.stack.url);
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

  it('met no script error and nothing the content policy refused', () => {
    expect(admin.complaints).toEqual([]);
  });
});
