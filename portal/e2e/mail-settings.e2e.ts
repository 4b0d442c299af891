import type { Browser, Locator } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';
import { desk, Visitor, widths } from './visitor';

/** An admin looks after the addresses of the workspace. Each test goes on where the one before ended. */
describe('mail settings', () => {
  let browser: Browser;
  let stack: RunningStack;
  let admin: Visitor;
  let dialog: Locator;

  beforeAll(async () => {
    [browser, stack] = await Promise.all([openBrowser(), runStack()]);
    admin = await arrive(desk);
    dialog = admin.page.getByRole('dialog');
  }, 120_000);

  afterAll(async () => {
    expect(admin.complaints).toEqual([]);
    await browser?.close();
    await stack?.stop();
  }, 30_000);

  const arrive = async (screen: typeof desk, path = '/t/acme/mail'): Promise<Visitor> => {
    const visitor = await Visitor.signedIn(browser, stack, 'admin@acme.test', path, screen);
    await visitor.page.getByRole('heading', { name: 'Mail settings' }).waitFor();
    return visitor;
  };
  const look = (visitor: Visitor, name: string): Promise<void> => visitor.look(`mail-${name}`);
  const row = (text: string): Locator => admin.page.getByRole('row').filter({ hasText: text });
  const aliasesOf = (name: string): unknown => stack.sandboxes.stalwart.mailboxes().find(({ displayName }) => displayName === name)?.aliases;
  const list = (address: string): { name: string; recipients: string[] } | undefined => {
    const found = stack.sandboxes.stalwart.lists().find((one) => one.address === address);
    return found && { name: found.name, recipients: found.recipients.sort() };
  };
  const tab = (name: string): Promise<void> => admin.page.getByRole('navigation', { name: 'Aliases, lists' }).getByRole('link', { name }).click();
  const told = (): Promise<void> => admin.page.getByText('The mail server is being told.').waitFor({ state: 'detached' });

  it('adds an alias to a mailbox that is found by a few letters', async () => {
    const { page } = admin;
    await page.getByText('No alias yet').waitFor();
    await look(admin, 'no-alias');
    await page.getByRole('button', { name: 'Add alias' }).first().click();
    await dialog.getByLabel('Alias', { exact: true }).fill('info');
    await dialog.getByLabel('Label').fill('Front desk');
    await dialog.getByLabel('Search mailboxes').fill('lindq');
    await dialog.getByRole('radio', { name: 'Mia Lindqvist' }).check();
    await look(admin, 'add-alias');
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByText('Mail to info@acme.test arrives in the mailbox.').waitFor();
    await look(admin, 'alias-added');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await row('info@acme.test').getByText('Mia Lindqvist').waitFor();
    expect(aliasesOf('Mia Lindqvist')).toEqual([{ address: 'info@acme.test', enabled: true }]);
  }, 60_000);

  it('says at the field that somebody has the address', async () => {
    await admin.page.getByRole('button', { name: 'Add alias' }).first().click();
    await dialog.getByLabel('Alias', { exact: true }).fill('admin@acme.test');
    await dialog.getByRole('radio', { name: 'Mia Lindqvist' }).check();
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByText('admin@acme.test is in use already.').waitFor();
    await look(admin, 'alias-taken');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await dialog.waitFor({ state: 'detached' });
  }, 60_000);

  it('searches by label and by person, labels, and switches off', async () => {
    const { page } = admin;
    const search = page.getByLabel('Search aliases');
    for (const text of ['front', 'lindq', 'info@']) {
      await search.fill(text);
      await page.getByText('1 alias found').waitFor();
    }
    await search.fill('qqqq');
    await page.getByText('No alias matches “qqqq”').waitFor();
    await search.fill('');
    await row('info@acme.test').getByRole('button', { name: 'Label info@acme.test' }).click();
    await dialog.getByLabel('Label').fill('Reception');
    await dialog.getByRole('button', { name: 'Save label' }).click();
    await row('info@acme.test').getByText('Reception').waitFor();
    await row('info@acme.test').getByRole('button', { name: 'Switch off' }).click();
    await row('info@acme.test').getByText('Off', { exact: true }).waitFor();
    await told();
    expect(aliasesOf('Mia Lindqvist')).toEqual([{ address: 'info@acme.test', enabled: false }]);
    await look(admin, 'aliases');
  }, 60_000);

  it('creates a list from pasted addresses, and tells what was left out', async () => {
    const { page } = admin;
    await tab('Distribution lists');
    await page.getByText('No distribution list yet').waitFor();
    await page.getByRole('button', { name: 'Create list' }).first().click();
    await dialog.getByLabel('Name', { exact: true }).fill('Sales');
    await dialog.getByLabel('Address', { exact: true }).fill('sales');
    await dialog.getByLabel('Recipients').fill('Mia <info@acme.test>\nadmin@acme.test; partner@example.com\nadmin@acme.test, nobody@acme.test\nnot an address');
    await dialog.getByText('6 addresses.').waitFor();
    await look(admin, 'create-list');
    await dialog.getByRole('button', { name: 'Create list' }).click();
    await dialog.getByText('Mail to sales@acme.test goes to its recipients.').waitFor();
    await dialog.getByText('3 addresses were left out.').waitFor();
    await look(admin, 'list-created');
    expect(list('sales@acme.test')).toEqual({ name: 'Sales', recipients: ['admin@acme.test', 'info@acme.test', 'partner@example.com'] });
    await dialog.getByRole('button', { name: 'Open the list' }).click();
    await dialog.getByText('3 recipients').waitFor();
    await look(admin, 'list');
  }, 60_000);

  it('adds and removes recipients, and refuses a circle with the way it would go', async () => {
    const { page } = admin;
    await dialog.getByLabel('Add recipients').fill('a@example.com b@example.com\nsales@acme.test');
    await dialog.getByRole('button', { name: 'Add 3 addresses' }).click();
    await dialog.getByText('2 recipients were added.').waitFor();
    await dialog.getByText('Mail would go in a circle: sales@acme.test → sales@acme.test.').waitFor();
    await look(admin, 'circle');
    await dialog.getByLabel('Search recipients').fill('b@');
    await dialog.getByText('1 recipient found').waitFor();
    await dialog.getByRole('button', { name: 'Remove b@example.com' }).click();
    await dialog.getByText('No recipient matches.').waitFor();
    await told();
    expect(list('sales@acme.test')?.recipients).toEqual(['a@example.com', 'admin@acme.test', 'info@acme.test', 'partner@example.com']);
    await dialog.getByLabel('Name', { exact: true }).fill('Sales team');
    await dialog.getByLabel('Address', { exact: true }).fill('sales.team');
    await dialog.getByText('Mail to sales@acme.test will be refused.').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('heading', { name: 'Sales team' }).waitFor();
    await told();
    expect([list('sales@acme.test'), list('sales.team@acme.test')?.name]).toEqual([undefined, 'Sales team']);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await row('sales.team@acme.test').getByText('In use').waitFor();
    await look(admin, 'lists');
    expect(new URL(page.url()).searchParams.get('list')).toBeNull();
  }, 60_000);

  it('follows mail through a list and a switched-off alias, and sees where the mail server differs', async () => {
    const { page } = admin;
    await tab('Who receives');
    const ask = async (address: string): Promise<void> => {
      await page.getByLabel('Who receives mail to').fill(address);
      await page.getByRole('button', { name: 'Follow it' }).click();
    };
    await ask('nonsense');
    await page.getByText('Enter a whole address').waitFor();
    await ask('sales.team@acme.test');
    await page.getByText('is delivered to some of those it goes to.').waitFor();
    await page.getByText('1 mailbox, 2 addresses outside, 1 refusal').waitFor();
    await page.getByText('The alias is switched off.').waitFor();
    await page.getByText('The mail server sees it the same way.').waitFor();
    await look(admin, 'who-receives');
    await ask('nobody@acme.test');
    await page.getByText('Nobody has this address.').waitFor();
    await look(admin, 'who-refused');
    await ask('somebody@example.com');
    await page.getByText('its domain is none of yours').waitFor();
  }, 60_000);

  it('shows what is in the mailboxes, and the list without it while the mail server is down', async () => {
    const { page } = admin;
    await tab('Mailboxes');
    await row('Mia Lindqvist').getByText('0 B').waitFor();
    await look(admin, 'mailboxes');
    const mend = stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    await page.reload();
    await page.getByText('Sizes did not load.').waitFor();
    await row('Mia Lindqvist').waitFor();
    await look(admin, 'mailboxes-down');
    mend();
    admin.complaints.length = 0;
  }, 60_000);

  it('deletes a list and an alias', async () => {
    const { page } = admin;
    await tab('Distribution lists');
    await page.getByRole('link', { name: 'Sales team' }).click();
    await dialog.getByRole('button', { name: 'Delete list' }).click();
    await dialog.getByText('Delete sales.team@acme.test?').waitFor();
    await look(admin, 'delete-list');
    await dialog.getByRole('button', { name: 'Delete list' }).click();
    await page.getByText('No distribution list yet').waitFor({ timeout: 30_000 });
    await tab('Aliases');
    await row('info@acme.test').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No alias yet').waitFor({ timeout: 30_000 });
    await told();
    expect([list('sales.team@acme.test'), aliasesOf('Mia Lindqvist')]).toEqual([undefined, []]);
  }, 90_000);

  it('gives postmaster to a mailbox and abuse to a list, and says so no more', async () => {
    const { page } = admin;
    await page.getByText('Mail to postmaster@acme.test and abuse@acme.test reaches nobody.').waitFor();
    await look(admin, 'roles-hint');
    await page.getByRole('link', { name: 'Choose who gets it' }).click();
    await row('postmaster@acme.test').getByText('Reaches nobody').waitFor();
    await look(admin, 'roles-nobody');
    await page.getByRole('button', { name: 'Give postmaster@acme.test to a mailbox' }).click();
    await dialog.getByRole('radio', { name: 'Mia Lindqvist' }).check();
    expect(await dialog.getByLabel('Alias', { exact: true }).inputValue()).toBe('postmaster');
    await look(admin, 'roles-alias');
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByText('Mail to postmaster@acme.test arrives in the mailbox.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await row('postmaster@acme.test').getByText('Reaches somebody').waitFor();
    await page.getByRole('button', { name: 'Create a list abuse@acme.test' }).click();
    expect(await dialog.getByLabel('Address', { exact: true }).inputValue()).toBe('abuse');
    await dialog.getByLabel('Name', { exact: true }).fill('Abuse desk');
    await dialog.getByRole('button', { name: 'Create list' }).click();
    await dialog.getByText('Mail to abuse@acme.test goes to its recipients.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await row('abuse@acme.test').getByText('The list has no recipients. Add somebody to it.').waitFor();
    await look(admin, 'roles-empty-list');
    await row('abuse@acme.test').getByRole('link', { name: 'Open the list abuse@acme.test' }).click();
    await dialog.getByLabel('Add recipients').fill('postmaster@acme.test');
    await dialog.getByRole('button', { name: 'Add one address' }).click();
    await dialog.getByText('One recipient was added.').waitFor();
    await told();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await tab('Postmaster and abuse');
    await row('abuse@acme.test').getByText('Reaches somebody').waitFor();
    await look(admin, 'roles');
    expect([aliasesOf('Mia Lindqvist'), list('abuse@acme.test')]).toEqual([[{ address: 'postmaster@acme.test', enabled: true }], { name: 'Abuse desk', recipients: ['postmaster@acme.test'] }]);
    await tab('Aliases');
    await row('postmaster@acme.test').waitFor();
    await page.getByText('reaches nobody').waitFor({ state: 'detached' });
  }, 90_000);

  it('tells before somebody is suspended or removed which lists they are in, and which have nobody else', async () => {
    const { page } = admin;
    await page.goto('/t/acme/users');
    await page.getByRole('button', { name: 'Actions for Mia Lindqvist' }).click();
    await page.getByRole('menuitem', { name: 'Suspend' }).click();
    await dialog.getByText('They stay in one distribution list: Abuse desk.').waitFor();
    await dialog.getByText('Nobody reads its mail meanwhile.').waitFor();
    await look(admin, 'suspend-with-lists');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Mia Lindqvist' }).click();
    await page.getByRole('dialog', { name: 'Mia Lindqvist', exact: true }).getByRole('button', { name: 'Remove', exact: true }).click();
    const removal = page.getByRole('dialog', { name: 'Remove Mia Lindqvist' });
    await removal.getByText('They are taken out of one distribution list: Abuse desk.').waitFor();
    await removal.getByText('Its alias postmaster@acme.test').waitFor();
    await look(admin, 'remove-with-lists');
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await look(admin, 'remove-with-lists-narrow');
    if (wide) await page.setViewportSize(wide);
    await removal.getByRole('link', { name: 'Abuse desk' }).click();
    await page.getByRole('dialog', { name: 'Abuse desk' }).getByText('1 recipient').waitFor();
  }, 60_000);

  it.each(widths)('fits a screen %s', async (_name, screen) => {
    const visitor = await arrive(screen, '/t/acme/mail?tab=mailboxes');
    await visitor.page.getByText('Mia Lindqvist').waitFor();
    await look(visitor, 'fits-mailboxes');
    await visitor.page.goto('/t/acme/mail?new=alias');
    await visitor.page.getByRole('radio').first().waitFor();
    await look(visitor, 'fits-add-alias');
    await visitor.page.goto('/t/acme/mail?tab=delivery&address=admin@acme.test');
    await visitor.page.getByText('The mail server sees it the same way.').waitFor();
    await look(visitor, 'fits-who');
    await visitor.page.goto('/t/acme/mail?tab=lists&new=list');
    await visitor.page.getByRole('dialog').getByLabel('Recipients').waitFor();
    await look(visitor, 'fits-create-list');
    await visitor.page.goto('/t/acme/mail?tab=roles');
    await visitor.page.getByText('Reaches somebody').first().waitFor();
    await look(visitor, 'fits-roles');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }, 60_000);
});
