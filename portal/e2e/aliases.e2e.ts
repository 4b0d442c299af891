import type { Browser, Locator } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';
import { Visitor, widths } from './visitor';

/** An admin gives somebody further addresses. Each test goes on where the one before ended. */
describe('aliases', () => {
  let browser: Browser;
  let stack: RunningStack;
  let admin: Visitor;
  let drawer: Locator;

  beforeAll(async () => {
    [browser, stack] = await Promise.all([openBrowser(), runStack()]);
    admin = await Visitor.signedIn(browser, stack, 'admin@acme.test', '/t/acme/users');
    drawer = admin.page.getByRole('dialog');
    await admin.page.getByRole('link', { name: 'Mia Lindqvist' }).click();
    await drawer.getByRole('heading', { name: 'Aliases' }).waitFor();
  }, 120_000);

  afterAll(async () => {
    expect(admin.complaints).toEqual([]);
    await browser?.close();
    await stack?.stop();
  }, 30_000);

  const section = (): Locator => drawer.locator('dz-mailbox-aliases');
  const atServer = (): unknown => stack.sandboxes.stalwart.mailboxes().find(({ displayName }) => displayName === 'Mia Lindqvist')?.aliases;
  const told = (): Promise<void> => section().getByText('The mail server is being told.').waitFor({ state: 'detached' });
  const look = async (visitor: Visitor, name: string): Promise<void> => {
    await visitor.page.locator('dz-mailbox-aliases').scrollIntoViewIfNeeded();
    await visitor.look(`aliases-${name}`);
  };

  it('adds one with a label, and keeps what is typed from being lost', async () => {
    const { page } = admin;
    await section().getByLabel('New alias').fill('front.desk');
    await section().getByLabel('Label', { exact: true }).fill('Front desk');
    await page.keyboard.press('Escape');
    await drawer.getByText('not saved.').waitFor();
    await drawer.getByRole('button', { name: 'Keep editing' }).click();
    await section().getByRole('button', { name: 'Add alias' }).click();
    await section().getByRole('listitem').filter({ hasText: 'front.desk@acme.test' }).getByText('Front desk').waitFor();
    await told();
    expect(atServer()).toEqual([{ address: 'front.desk@acme.test', enabled: true }]);
    expect(await section().getByLabel('New alias').inputValue()).toBe('');
    await look(admin, 'added');
  }, 60_000);

  it('says at the field that somebody has the address already', async () => {
    await section().getByLabel('New alias').fill('admin');
    await section().getByRole('button', { name: 'Add alias' }).click();
    await section().getByText('admin@acme.test is in use already.').waitFor();
    expect(await section().getByLabel('New alias').evaluate((box) => box === box.ownerDocument.activeElement)).toBe(true);
    await look(admin, 'taken');
    await section().getByRole('button', { name: 'Discard' }).click();
  }, 60_000);

  it('labels it anew, switches it off, removes it and puts it back as it was', async () => {
    await section().getByRole('button', { name: 'Label front.desk@acme.test' }).click();
    await section().getByLabel('Label', { exact: true }).fill('Reception');
    await section().getByRole('button', { name: 'Save label' }).click();
    await section().getByText('Reception').waitFor();
    await section().getByRole('button', { name: 'Switch off front.desk@acme.test' }).click();
    await section().getByText('Off', { exact: true }).waitFor();
    await told();
    expect(atServer()).toEqual([{ address: 'front.desk@acme.test', enabled: false }]);
    await section().getByRole('button', { name: 'Remove front.desk@acme.test' }).click();
    await section().getByText('is removed; mail to it is refused.').waitFor();
    await told();
    expect(atServer()).toEqual([]);
    await look(admin, 'removed');
    await section().getByRole('button', { name: 'Put it back' }).click();
    await section().getByText('Off', { exact: true }).waitFor();
    await told();
    expect(atServer()).toEqual([{ address: 'front.desk@acme.test', enabled: false }]);
  }, 60_000);

  it('shows what the mail server has not taken yet, and goes on by Retry', async () => {
    const down = stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    await section().getByRole('button', { name: 'Switch on front.desk@acme.test' }).click();
    await section().getByText('Changing the aliases stopped at').waitFor({ timeout: 60_000 });
    await look(admin, 'stopped');
    down();
    await section().getByRole('button', { name: 'Retry' }).click();
    await section().getByText('Changing the aliases stopped at').waitFor({ state: 'detached', timeout: 60_000 });
    await told();
    expect(atServer()).toEqual([{ address: 'front.desk@acme.test', enabled: true }]);
  }, 150_000);

  it.each(widths)('fits a screen %s', async (_name, screen) => {
    const visitor = await Visitor.signedIn(browser, stack, 'admin@acme.test', '/t/acme/users', screen);
    await visitor.page.getByRole('link', { name: 'Mia Lindqvist' }).click();
    await visitor.page.getByRole('dialog').getByText('front.desk@acme.test').waitFor();
    await visitor.page.getByLabel('New alias').fill('second');
    await look(visitor, 'fits');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }, 60_000);
});
