import { readFileSync } from 'node:fs';
import { beginJourney } from './journey';
import { type Screen, desk, phone, Visitor, widths } from './visitor';

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';
const android = 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36';
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36 Edg/147.0.0.0';
const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** People set up their own devices, and admins hand them the way to it. */
describe('setting up a device', () => {

  const journey = beginJourney();

  const look = (visitor: Visitor, name: string): Promise<void> => visitor.look(`set-up-${name}`);
  const member = async (screen: Screen): Promise<Visitor> => {
    const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'member@acme.test', '/set-up-device', screen);
    await visitor.page.getByText('This device').waitFor();
    return visitor;
  };

  it.each([
    ['iphone', 'iPhone & iPad', { ...phone, theme: 'light', userAgent: iphone }],
    ['mac', 'Mac', { ...desk, userAgent: mac }],
  ] as const)('gives the profile on %s', async (name, title, screen) => {
    const visitor = await member(screen);
    const { page } = visitor;
    await page.getByRole('heading', { name: title }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the profile' }).click()]);
    expect(download.suggestedFilename()).toBe('member@acme.test.mobileconfig');
    expect(readFileSync(await download.path(), 'utf8')).toContain('<string>member@acme.test</string>');
    await look(visitor, name);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }, 60_000);

  it.each([
    ['android', 'Android', { ...phone, theme: 'light', userAgent: android }],
    ['outlook', 'Outlook', { ...desk, userAgent: windows }],
    ['thunderbird', 'Thunderbird', { ...desk, userAgent: linux }],
  ] as const)('gives what to type on %s, and lets it be copied', async (name, title, screen) => {
    const visitor = await member(screen);
    const { page } = visitor;
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await page.getByRole('link', { name: 'Download the profile' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Copy the SMTP server' }).click();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe('mail.dezky.test');
    await page.getByRole('button', { name: 'Copy the SMTP port' }).click();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe('465');
    await look(visitor, name);
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }, 60_000);

  it('reaches every other device by the keyboard, and back', async () => {
    const visitor = await member({ ...desk, userAgent: windows });
    const { page } = visitor;
    for (const title of ['iPhone & iPad', 'Mac', 'Android', 'Thunderbird', 'Other program']) {
      await page.getByRole('link', { name: title, exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
    }
    await page.getByText('To read (POP3)').waitFor();
    expect(page.url()).toContain('device=other');
    await page.goBack();
    await page.getByRole('heading', { name: 'Thunderbird', exact: true }).waitFor();
    await visitor.leave();
  }, 60_000);

  it.each(widths)('fits a screen %s', async (_name, screen) => {
    const visitor = await member(screen);
    for (const device of ['iphone', 'other']) {
      await visitor.page.goto(`/set-up-device?device=${device}`);
      await visitor.page.getByText('On another device').waitFor();
      await look(visitor, `fits-${device}`);
    }
    await visitor.page.goto('/me');
    await visitor.page.getByRole('link', { name: 'Set up a device' }).waitFor();
    await look(visitor, 'from-me');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }, 60_000);

  it('is handed on by an admin: from the menu, the drawer and each dialog with a password', async () => {
    const visitor = await Visitor.signedIn(journey.browser, journey.stack, 'admin@acme.test', '/t/acme/users');
    const { page } = visitor;
    const menu = async (name: string, item: string): Promise<void> => {
      await page.getByRole('button', { name: `Actions for ${name}` }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const clipboard = (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');
    await menu('Mia Lindqvist', 'Copy set-up link');
    await page.getByText('The link is copied. Mia Lindqvist opens it on the device and signs in.').waitFor();
    expect(await clipboard()).toBe(`${journey.stack.url}/set-up-device`);

    await page.goto('/t/acme/users?new=user');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Inger Klint');
    await dialog.getByText('External sign-in, no mailbox').click();
    await dialog.getByLabel('Their mail address').fill('inger@elsewhere.test');
    await dialog.getByRole('button', { name: 'Create user' }).click();
    await dialog.getByRole('heading', { name: 'Inger Klint is ready' }).waitFor();
    expect(await dialog.getByText('Add to Apple Mail').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Copy the one-time password' }).click();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Actions for Inger Klint' }).click();
    await page.getByRole('menuitem', { name: 'Open details' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Apple Mail profile' }).count()).toBe(0);
    await page.getByRole('menuitem', { name: 'Open details' }).click();

    await page.getByRole('dialog').getByRole('button', { name: 'Create mailbox…' }).click();
    const creating = page.getByRole('dialog', { name: 'Create a mailbox for Inger Klint' });
    await creating.getByRole('button', { name: 'Create mailbox' }).click();
    await creating.getByRole('link', { name: 'Add to Apple Mail' }).waitFor();
    await visitor.photograph('set-up-mailbox-created');
    expect(await visitor.barriers()).toEqual([]);
    await creating.getByRole('button', { name: 'Copy the one-time password' }).click();
    await creating.getByRole('button', { name: 'Close' }).last().click();

    const drawer = page.getByRole('dialog', { name: 'Inger Klint', exact: true });
    await drawer.getByRole('button', { name: 'Copy set-up link' }).click();
    expect(await clipboard()).toBe(`${journey.stack.url}/set-up-device`);
    await visitor.photograph('set-up-drawer');
    await drawer.getByRole('button', { name: 'Close' }).click();

    await menu('Inger Klint', 'Reset password');
    const resetting = page.getByRole('dialog', { name: 'Reset the password of Inger Klint' });
    await resetting.getByRole('button', { name: 'Reset password' }).click();
    await resetting.getByRole('link', { name: 'Add to Apple Mail' }).waitFor();
    await visitor.photograph('set-up-password-reset');
    expect(await visitor.barriers()).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), resetting.getByRole('link', { name: 'Add to Apple Mail' }).click()]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('inger.klint@acme.test');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }, 120_000);
});
