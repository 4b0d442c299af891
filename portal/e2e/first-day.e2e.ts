import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';
import { Visitor } from './visitor';

/** An admin's first day and a colleague's, in the order in which they happen: each test goes on where the one before ended. */
describe('the first day', () => {
  let browser: Browser;
  let stack: RunningStack;
  let admin: Visitor;
  let colleague: Visitor;
  let oneTimePassword = '';
  const address = 'joern.utzon@acme.test';
  const ownPassword = 'plum harbour lantern 41';

  beforeAll(async () => {
    [browser, stack] = await Promise.all([openBrowser(), runStack()]);
    admin = await Visitor.arrive(browser, stack.url);
    colleague = await Visitor.arrive(browser, stack.url);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, 30_000);

  const accounts = (): string[] => stack.sandboxes.authentik.accounts().map(({ email }) => email);
  const mailboxes = (): string[] => stack.sandboxes.stalwart.mailboxes().map(({ address: one }) => one);
  const drives = (): string[] => stack.sandboxes.ocis.drives().map(({ username }) => username);

  it('signs the admin in at the identity provider and shows the dashboard', async () => {
    const { page } = admin;
    await admin.signIn('admin@acme.test', stack.password('admin@acme.test'));
    await page.waitForURL('**/t/acme');
    const seats = page.locator('dz-seats-panel');
    await seats.getByText('of 25 in use').waitFor();
    expect(await seats.locator('strong').textContent()).toBe('3');
    await page.locator('dz-domains-panel').getByText('acme.test').waitFor();
    await page.locator('dz-activity-panel li').first().waitFor();
    const cookies = await page.context().cookies(stack.url);
    expect(cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite !== 'None')).toBe(true);
  }, 60_000);

  it('adds a domain, publishes its records on the sandbox page and sees each turn right', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'Domains', exact: false }).first().click();
    await page.getByRole('link', { name: 'Add domain' }).click();
    await page.getByLabel('Domain', { exact: true }).fill('acme-labs.test');
    await page.getByRole('button', { name: 'Add domain' }).click();
    await page.getByRole('heading', { name: 'Set up acme-labs.test' }).waitFor();
    await page.getByRole('heading', { name: 'Show that the domain is yours' }).waitFor();
    const sandbox = await page.context().newPage();
    await sandbox.goto('/sandbox');
    await sandbox.getByRole('button', { name: 'Publish this record for acme-labs.test' }).click();
    await sandbox.getByText('1 record of acme-labs.test is published').waitFor();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('heading', { name: 'Publish the records for mail' }).waitFor();
    await page.getByRole('link', { name: 'All about this domain' }).click();
    await page.getByRole('heading', { name: 'acme-labs.test', exact: true }).waitFor();
    const table = page.getByRole('table', { name: 'Records to publish for acme-labs.test' });
    await table.waitFor();
    await page.getByRole('button', { name: 'Recheck' }).click();
    await table.getByText('Missing', { exact: true }).first().waitFor();
    // All but the one that showed that the domain is theirs.
    expect(await table.getByText('Right', { exact: true }).count()).toBe(1);
    expect(await table.getByText('Missing', { exact: true }).count()).toBe((await table.getByRole('row').count()) - 2);
    expect(await admin.overflow()).toBeLessThanOrEqual(0);
    expect(await admin.barriers()).toEqual([]);
    await admin.photograph('domain-to-publish');

    await sandbox.getByRole('button', { name: 'Publish these records for acme-labs.test' }).click();
    await sandbox.getByText('records of acme-labs.test are published').waitFor();
    await sandbox.close();

    await page.getByRole('button', { name: 'Recheck' }).click();
    await page.getByText('Verified').waitFor();
    expect(await table.getByText('Right', { exact: true }).count()).toBe((await table.getByRole('row').count()) - 1);
    await admin.photograph('domain-verified');
  }, 90_000);

  it('creates a colleague, step by step, and gets the password once', async () => {
    const { page } = admin;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Users');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/users');
    await page.locator('main:focus').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Page, action or person' }).fill('create');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Jørn Utzon');
    expect(await dialog.getByLabel('Address', { exact: true }).inputValue()).toBe('joern.utzon');
    await dialog.getByText('@acme.test').waitFor();
    await page.goBack();
    await dialog.getByText('Nothing is saved yet.').waitFor();
    expect(await admin.barriers()).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep editing' }).click();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Jørn Utzon');
    const hurry = stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'slow', delayMs: 1_500 });
    await dialog.getByRole('button', { name: 'Create user' }).click();
    // The mail server is slow: what comes before its step is done, itself is at work, what comes after waits.
    const step = (title: string, state: string) => dialog.locator('dz-step-list li', { hasText: title }).getByText(state, { exact: true });
    await step('Create the mailbox', 'Working').waitFor();
    expect(await step('Create the sign-in', 'Done').isVisible()).toBe(true);
    expect(await step('Let them in', 'Waiting').isVisible()).toBe(true);
    expect(await dialog.locator('dz-copy-field').count()).toBe(0);
    await admin.photograph('colleague-being-created');
    expect(await admin.barriers()).toEqual([]);
    hurry();
    await dialog.getByRole('heading', { name: 'Jørn Utzon is ready' }).waitFor();
    oneTimePassword = (await dialog.locator('dz-copy-field code').textContent()) ?? '';
    expect(oneTimePassword.length).toBeGreaterThanOrEqual(12);
    await admin.photograph('colleague-created');

    await page.keyboard.press('Escape');
    await dialog.getByText('Is the password copied?').waitFor();
    await dialog.getByRole('button', { name: 'Go back' }).click();
    await dialog.getByRole('button', { name: 'Copy the one-time password' }).click();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(oneTimePassword);

    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('link', { name: 'Add to Apple Mail' }).click()]);
    const profile = readFileSync(await download.path(), 'utf8');
    expect(download.suggestedFilename()).toMatch(/\.mobileconfig$/);
    expect(profile).toContain(address);
    expect(profile).not.toContain(oneTimePassword);

    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('link', { name: 'Jørn Utzon' }).waitFor();
    expect(accounts()).toContain(address);
    expect(mailboxes()).toContain(address);
    expect(drives()).toContain(address);
  }, 90_000);

  it('lets the colleague choose a password first and shows the personal side only', async () => {
    const { page } = colleague;
    await colleague.signIn(address, oneTimePassword);
    await page.waitForURL('**/choose-password');
    await page.goto('/t/acme/users');
    await page.waitForURL('**/choose-password');
    await page.getByLabel('New password').fill('password1234');
    await page.getByLabel('The same again').fill('password1234');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.locator('#new-password-hint[role="alert"]').waitFor();
    await colleague.photograph('choose-password');
    await page.getByLabel('New password').fill(ownPassword);
    await page.getByLabel('The same again').fill(ownPassword);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.waitForURL('**/me');
    await page.getByRole('heading', { name: 'Jørn Utzon' }).waitFor();
    await page.getByText(address).first().waitFor();
    await colleague.photograph('personal');
    await page.goto('/t/acme/users');
    await page.getByText('This workspace is not yours to run').waitFor();
  }, 90_000);

  it('suspends the colleague, who can no longer come in, and resumes them', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Actions for Jørn Utzon' }).click();
    await page.getByRole('menuitem', { name: 'Suspend' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await dialog.getByText('Jørn Utzon is suspended.').waitFor();
    await dialog.getByText('Kept out').waitFor();
    await dialog.getByText(/^11 ways in/).click();
    // Their window is still open: it is what was tried.
    await dialog.getByText('1 open portal session presented to Dezky: refused.').waitFor();
    await dialog.getByText(/^Not tested, and cannot be ended from here/).waitFor();
    expect(await admin.barriers()).toEqual([]);
    await admin.photograph('access-report');
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await admin.overflow()).toBeLessThanOrEqual(0);
    await admin.photograph('access-report-narrow');
    if (wide) await page.setViewportSize(wide);
    const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Download report' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^access-report-joern\.utzon@acme\.test-\d{4}-\d\d-\d\d\.txt$/);
    expect(readFileSync(await file.path(), 'utf8')).toContain('Sending mail by SMTP: REFUSED');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page
      .getByRole('row', { name: /Jørn Utzon/ })
      .getByText('Suspended')
      .waitFor();
    expect(stack.sandboxes.authentik.accounts().find(({ email }) => email === address)?.active).toBe(false);
    expect(stack.sandboxes.stalwart.mailboxes().find((mailbox) => mailbox.address === address)?.frozen).toBe(true);

    await page.getByRole('link', { name: 'Jørn Utzon' }).click();
    const drawer = page.getByRole('dialog', { name: 'Jørn Utzon', exact: true });
    await drawer.getByRole('button', { name: 'Download report' }).scrollIntoViewIfNeeded();
    await admin.photograph('access-report-in-drawer');
    await drawer.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Actions for Jørn Utzon' }).click();
    await page.getByRole('menuitem', { name: 'Resume' }).click();
    await dialog.getByRole('button', { name: 'Resume' }).click();
    await dialog.getByText('Jørn Utzon can sign in again.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    expect(stack.sandboxes.authentik.accounts().find(({ email }) => email === address)?.active).toBe(true);
  }, 90_000);

  it('removes the colleague from every system', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'Jørn Utzon' }).click();
    const drawer = page.getByRole('dialog', { name: 'Jørn Utzon', exact: true });
    await drawer.getByRole('button', { name: 'Remove' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Jørn Utzon' });
    expect(await dialog.getByRole('button', { name: 'Remove user' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type “Jørn Utzon” to confirm').fill('Jørn Utzon');
    await admin.photograph('remove');
    await dialog.getByRole('button', { name: 'Remove user' }).click();
    await dialog.getByText('is removed from every system').waitFor();
    await dialog.getByText('Kept out').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('link', { name: 'Jørn Utzon' }).waitFor({ state: 'detached' });
    expect(accounts()).not.toContain(address);
    expect(mailboxes()).not.toContain(address);
    expect(drives()).not.toContain(address);
  }, 90_000);

  it('signs out at the provider too', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await page.goto('/');
    await page.getByLabel('Password').waitFor();
  }, 60_000);

  it('met no script error and nothing the content policy refused', () => {
    expect(admin.complaints).toEqual([]);
    expect(colleague.complaints).toEqual([]);
  });
});
