import { readFileSync } from 'node:fs';
import type { Download, Locator } from 'playwright-core';
import { beginJourney } from './journey';
import { Visitor, widths } from './visitor';

/** What a company's list looks like that was not made for us: foreign headings, a formula, a double, a name in another encoding. */
const lines = [
  'E-mail;Full name;Direct line;Department',
  'carla.nyman;Carla Nyman;+45 10 20 30 40;Sales',
  'dan.berg;Dan Berg;;Sales',
  'erik.voss;Erik Voss;+45 10 20 30 41;Support',
  'member;Mia Lindqvist;+45 99 88 77 66;Support',
  'owner;Olivia Berg;;Board',
  'eve.falk;=SUM(A1:A9);;Sales',
  'carla.nyman@acme.test;Carla N.;;Sales',
  'soren.lund;S\u00f8ren Lund;;Sales',
];
// Latin-1 writes ø as one byte, which is no UTF-8.
const people = Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1');

/** An admin brings people from a file and takes them back. Each test goes on where the one before ended. */
describe('import', () => {
  let admin: Visitor;
  let address: string;

  const journey = beginJourney(async ({ browser, stack }) => {
    admin = await Visitor.signedIn(browser, stack, 'admin@acme.test', '/t/acme/users');
  });

  /** What somebody else does meanwhile. */
  const ask = <Data>(query: string, variables?: Record<string, unknown>): Promise<Data> => journey.stack.ask('admin@acme.test', query, variables);
  const titleHasFocus = (): Promise<boolean> => admin.page.locator('h1').evaluate((title) => title === title.ownerDocument.activeElement);
  const account = (email: string) => journey.stack.sandboxes.authentik.accounts().find((one) => one.email === email);
  const row = (name: string): Locator => admin.page.getByRole('row', { name: new RegExp(name) });
  const figure = (words: string): Locator => admin.page.getByRole('navigation', { name: 'Rows to show' }).getByRole('link', { name: new RegExp(`^${words}`) });
  const textOf = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');
  const look = (visitor: Visitor, name: string): Promise<void> => visitor.look(`import-${name}`);
  const choose = (visitor: Visitor, name: string, buffer: Buffer): Promise<void> => visitor.page.getByLabel('File of people').setInputFiles({ name, mimeType: 'text/csv', buffer });

  it('says what is wrong with a whole file and keeps it chosen', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    await page.getByText('Nothing imported yet').waitFor();
    await admin.photograph('import-empty');
    await page.getByRole('button', { name: 'Upload and compare' }).click();
    await page.getByText('Choose a file first.').waitFor();
    const [template] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download a template' }).click()]);
    expect(await textOf(template)).toMatch(/^address,display name,/);
    await choose(admin, 'people.xlsx', Buffer.from('PK\u0003\u0004sheet'));
    await page.getByRole('button', { name: 'Upload and compare' }).click();
    await page.getByText('This is a workbook or an archive, not a CSV file.').waitFor();
    await page.getByText('people.xlsx').waitFor();
    await look(admin, 'refused');
  }, 60_000);

  it('shows what each row would do, and why some would do nothing', async () => {
    const { page } = admin;
    await choose(admin, 'people.csv', people);
    await page.getByRole('button', { name: 'Upload and compare' }).click();
    await page.waitForURL('**/users/import/*');
    address = new URL(page.url()).pathname;
    await page.getByText('Creates 3 users.').waitFor();
    await page.getByText(/uses a seat: 3 seats of the \d+ that are free/).waitFor();
    const figures = await page.getByRole('navigation', { name: 'Rows to show' }).getByRole('link').allInnerTexts();
    expect(figures.map((text) => text.replace(/\s+/g, ' ').trim())).toEqual(['All 8', 'Create 3', 'Update 0', 'Skip 2', 'Conflict 3']);
    await figure('Conflict').click();
    await page.waitForURL('**?show=conflict');
    await row('7').getByText('“Full name” holds a formula').waitFor();
    await row('8').getByText('The same address stands in line 2.').waitFor();
    await row('9').getByText('characters that are not UTF-8').waitFor();
    await admin.photograph('import-conflicts');
  }, 60_000);

  it('is told what a column holds, not twice the same, and compares anew', async () => {
    const { page } = admin;
    await page.getByLabel('What “Direct line” holds').selectOption('Display name');
    await page.getByText('“Full name” holds that already.').waitFor();
    await page.getByRole('button', { name: 'Save and compare' }).click();
    expect(await page.getByLabel('What “Direct line” holds').evaluate((box) => box === box.ownerDocument.activeElement)).toBe(true);
    await admin.photograph('import-twice');
    await page.getByRole('link', { name: 'Imports' }).click();
    await page.getByText('Column mapping is not saved.').waitFor();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await page.getByLabel('What “Direct line” holds').selectOption('Phone');
    await page.getByRole('button', { name: 'Save and compare' }).click();
    await page.getByText('Creates 3 users and updates 1.').waitFor();
    await figure('All').click();
    await row('Mia Lindqvist').getByText('+45 99 88 77 66').waitFor();
    await look(admin, 'diff');
  }, 60_000);

  it('runs, pauses, goes on, and says of each what came of it', async () => {
    const { page } = admin;
    // Somebody else is quicker with one of the addresses.
    const { tenant } = await ask<{ tenant: { id: string } }>('{ tenant(slug: "acme") { id } }');
    const input = { tenantId: tenant.id, displayName: 'Dan Berg the Elder', localPart: 'dan.berg' };
    const quicker = await ask<{ createMember: { __typename: string } }>('mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename } }', { input });
    expect(quicker.createMember.__typename).toBe('MemberCreated');

    const slow = journey.stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'slow', delayMs: 400 });
    await page.getByRole('button', { name: 'Start import' }).click();
    await page.getByRole('heading', { name: 'Importing' }).waitFor();
    expect(await titleHasFocus()).toBe(true);
    await admin.photograph('import-running');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('heading', { name: 'Paused' }).waitFor();
    await look(admin, 'paused');
    slow();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('heading', { name: 'Finished' }).waitFor({ timeout: 30_000 });
    await page.getByText('3 users done, 1 failed.').waitFor();
    await figure('Failed').click();
    await row('Carla Nyman').waitFor({ state: 'detached' });
    await row('Dan Berg').getByText('The address was taken by somebody else meanwhile.').waitFor();
    await admin.photograph('import-failed');
    await figure('All').click();
    await row('Carla Nyman').getByText('Done').waitFor();
    expect(account('carla.nyman@acme.test')?.active).toBe(true);
    await admin.photograph('import-finished');
  }, 90_000);

  it('gives the results, and the passwords after it asked', async () => {
    const { page } = admin;
    const [results] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download results' }).click()]);
    const told = (await textOf(results)).trim().split('\r\n');
    expect(told.map((line) => line.split(',')[4])).toEqual(['result', 'DONE', 'FAILED', 'DONE', 'DONE', 'LEFT_OUT', 'LEFT_OUT', 'LEFT_OUT', 'LEFT_OUT']);
    await page.getByRole('button', { name: 'Download passwords…' }).click();
    const dialog = page.getByRole('dialog', { name: 'One-time passwords' });
    await dialog.getByText('Each download is in the audit log').waitFor();
    await look(admin, 'passwords');
    const [passwords] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Download passwords' }).click()]);
    await dialog.getByText('Downloaded 2 passwords.').waitFor();
    const [, first = ''] = (await textOf(passwords)).split('\r\n');
    const [whose = '', , secret = ''] = first.split(',');
    expect(whose).toBe('carla.nyman@acme.test');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const carla = await Visitor.arrive(journey.browser, journey.stack.url);
    await carla.signIn(whose, secret);
    await carla.page.waitForURL('**/choose-password');
    await carla.leave();
  }, 60_000);

  it('is taken back but for what was changed since, which it names', async () => {
    const { page } = admin;
    const found = await ask<{ tenant: { members: { edges: { node: { id: string } }[] } } }>('{ tenant(slug: "acme") { members(first: 1, search: "Lindqvist") { edges { node { id } } } } }');
    const change = { memberId: found.tenant.members.edges[0]?.node.id, phone: '+45 00 00 00 01' };
    const changed = await ask<{ updateMember: { __typename: string } }>('mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { __typename } }', { input: change });
    expect(changed.updateMember.__typename).toBe('MemberUpdated');
    await page.getByRole('button', { name: 'Undo the import…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Undo the import of people.csv' });
    await dialog.getByText('2 users this import created').waitFor();
    await dialog.getByText('The contact information that 1 user got').waitFor();
    expect(await dialog.getByRole('button', { name: 'Undo import' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type “people.csv” to confirm').fill('people.csv');
    await look(admin, 'undo');
    await dialog.getByRole('button', { name: 'Undo import' }).click();
    await page.getByRole('heading', { name: 'Undone', exact: true }).waitFor({ timeout: 30_000 });
    expect(await titleHasFocus()).toBe(true);
    await page.getByText('2 users taken back, 1 kept.').waitFor();
    await figure('Kept').click();
    await row('Carla Nyman').waitFor({ state: 'detached' });
    await row('Mia Lindqvist').getByText('Changed since by somebody else: phone.').waitFor();
    await look(admin, 'undone');
    expect(account('carla.nyman@acme.test')).toBeUndefined();
    expect(account('dan.berg@acme.test')?.active).toBe(true);
  }, 90_000);

  it.each(widths)(
    'shows all of it, %s',
    async (_name, screen) => {
      const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'admin@acme.test', '/t/acme/users/import', screen);
      const { page } = visitor;
      await page.getByRole('link', { name: 'people.csv' }).first().waitFor();
      await choose(visitor, 'more.csv', people);
      await look(visitor, 'list');
      await page.getByRole('button', { name: 'Upload and compare' }).click();
      await page.getByLabel('What “Direct line” holds').waitFor();
      await page.getByText('Creates 2 users').waitFor();
      await page.locator('dz-import-rows-table').waitFor();
      await look(visitor, 'preview');
      await page.locator('dz-import-rows-table').evaluate((table) => table.scrollIntoView());
      await visitor.photograph('import-preview-rows');
      await page.goto(address);
      await page.getByRole('heading', { name: 'Undone', exact: true }).waitFor();
      await page.locator('dz-import-rows-table').evaluate((table) => table.scrollIntoView());
      await visitor.photograph('import-undone-rows');
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    60_000,
  );

  it('goes from the file to its rows by keys alone', async () => {
    const { page } = admin;
    await page.goto('/t/acme/users/import');
    await page.getByRole('link', { name: 'more.csv' }).first().waitFor();
    const tabTo = async (target: Locator): Promise<void> => {
      const reached = (): Promise<boolean> => target.evaluate((element) => element === element.ownerDocument.activeElement);
      for (let step = 0; step < 60 && !(await reached()); step += 1) await page.keyboard.press('Tab');
      expect(await reached()).toBe(true);
    };
    await page.locator('main').focus();
    await tabTo(page.getByLabel('File of people'));
    await tabTo(page.getByRole('button', { name: 'Upload and compare' }));
    await page.keyboard.press('Enter');
    await page.getByText('Choose a file first.').waitFor();
    expect(await page.getByLabel('File of people').evaluate((box) => box === box.ownerDocument.activeElement)).toBe(true);
    await tabTo(page.getByRole('link', { name: 'more.csv' }).first());
    await page.keyboard.press('Enter');
    await page.getByLabel('What “Direct line” holds').waitFor();
    await page.locator('main').focus();
    await tabTo(page.getByLabel('What “Direct line” holds'));
    await page.keyboard.press('P');
    await tabTo(page.getByRole('button', { name: 'Save and compare' }));
    await page.keyboard.press('Enter');
    await page.getByText('The file was compared with the workspace again.').waitFor();
    expect(await page.getByRole('heading', { name: 'Column mapping' }).evaluate((head) => head === head.ownerDocument.activeElement)).toBe(true);
    await tabTo(figure('Conflict'));
    await page.keyboard.press('Enter');
    await page.waitForURL('**?show=conflict');
  }, 60_000);

  it('met no script error and nothing the content policy refused', () => {
    // Chromium reports the answer 400 to the workbook by itself.
    expect(admin.complaints.filter((text) => !/status of 400/.test(text))).toEqual([]);
  });
});
