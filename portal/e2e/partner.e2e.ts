import { beginJourney } from './journey';
import { Visitor, widths } from './visitor';

/** The staff of a partner, in the tenants they look after; nobody else has such a page. */
describe('the partner’s area', () => {
  let staff: Visitor;

  const journey = beginJourney();

  it('is where the staff arrive, with every tenant they look after', async () => {
    staff = await Visitor.signedIn(journey.browser, journey.stack, 'staff@northwind.test');
    const { page } = staff;
    await page.waitForURL('**/partner');
    await page.getByText('The companies that Northwind looks after').waitFor();
    const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
    await row('Globex').getByText('1 of 10').waitFor();
    await row('Acme').getByText('3 of 25').waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
  }, 60_000);

  it('searches, with the search in the address', async () => {
    const { page } = staff;
    await page.getByLabel('Search tenants').fill('glo');
    await page.getByText('1 tenant found').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('glo');
    await page.reload();
    await page.getByText('1 tenant found').waitFor();
    expect(await page.getByRole('row', { name: /Acme/ }).count()).toBe(0);
    await page.getByLabel('Search tenants').fill('initech');
    await page.getByText('No tenant matches “initech”').waitFor();
    expect(await staff.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByText('2 tenants').waitFor();
  }, 60_000);

  it('opens a tenant’s workspace, where the staff see what needs attention and find their way back', async () => {
    const { page } = staff;
    await page.getByRole('link', { name: 'Globex' }).click();
    await page.waitForURL('**/t/globex');
    await page.getByRole('link', { name: 'Domains', exact: false }).first().click();
    await page.getByRole('link', { name: 'Add domain' }).click();
    await page.getByLabel('Domain', { exact: true }).fill('globex-labs.test');
    await page.getByRole('button', { name: 'Add domain' }).click();
    await page.getByRole('heading', { name: 'globex-labs.test' }).waitFor();
    await page.getByRole('button', { name: /Switch workspace/ }).click();
    await page.getByRole('menuitem', { name: 'All tenants of Northwind' }).click();
    await page.waitForURL('**/partner');
    await page.getByRole('row', { name: /Globex/ }).getByText('1 needs attention').waitFor();
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Tenants of Northwind' }).waitFor();
    await page.keyboard.press('Escape');
    expect(staff.complaints).toEqual([]);
  }, 90_000);

  it.each(['admin@acme.test', 'member@acme.test', 'operator@dezky.test'])('is not there for %s: no link, no page, no data', async (email) => {
    const visitor = await Visitor.arrive(journey.browser, journey.stack.url);
    const { page } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.postData() ?? ''));
    await visitor.signIn(email, journey.stack.password(email));
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect(await page.getByRole('menuitem', { name: /Tenants of/ }).count()).toBe(0);
    await page.goto('/partner');
    await page.getByText('There is nothing at this address').waitFor();
    expect(asked.filter((body) => body.includes('PartnerTenants'))).toEqual([]);
    await visitor.leave();
  }, 60_000);

  it.each(widths)(
    'has no barrier, %s',
    async (_name, screen) => {
      const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'staff@northwind.test', '/', screen);
      await visitor.page.getByRole('link', { name: 'Globex' }).waitFor();
      await visitor.look('partner');
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    120_000,
  );
});
