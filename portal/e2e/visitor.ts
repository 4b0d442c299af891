import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunningStack } from './running-stack';

type Theme = 'light' | 'dark';

export interface Screen {
  readonly width: number;
  readonly height: number;
  /** The one it begins in. */
  readonly theme: Theme;
  /** Whether `look` looks in the other theme as well. */
  readonly bothThemes?: boolean;
  /** What the browser says it is; Chromium's own word without it. */
  readonly userAgent?: string;
}

export const desk: Screen = { width: 1440, height: 900, theme: 'light' };
export const phone: Screen = { width: 390, height: 844, theme: 'dark' };
export const screens: readonly Screen[] = [desk, { ...desk, theme: 'dark' }, { ...phone, theme: 'light' }, phone];
/** Both widths, each in both themes: one is loaded light, the other dark. */
export const widths: readonly (readonly [string, Screen])[] = [desk, phone].map((screen) => [`${screen.width} px wide, light and dark`, { ...screen, bothThemes: true }]);

const pictures = resolve(__dirname, '..', '..', 'coverage', 'screenshots');
const axe = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of axe that ask for colours. To all others a page is the same in both themes. */
const ofColours = ['color-contrast', 'link-in-text-block'];

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;
const signedIn = new WeakMap<RunningStack, Map<string, SignedIn>>();

/** Somebody at a browser of their own. What the page complains about is remembered and fails the journey. */
export class Visitor {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly screen: Screen,
    private readonly portal: string,
    /** Script errors and content the policy refused. */
    readonly complaints: string[],
    private theme: Theme,
  ) {}

  static async arrive(browser: Browser, baseURL: string, screen: Screen = desk, storageState?: SignedIn): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL,
      viewport: { width: screen.width, height: screen.height },
      colorScheme: screen.theme,
      reducedMotion: 'reduce',
      ...(screen.userAgent === undefined ? {} : { userAgent: screen.userAgent }),
      ...(storageState === undefined ? {} : { storageState }),
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL });
    const page = await context.newPage();
    page.setDefaultTimeout(25_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // An answer 401 is how the portal learns that it has to sign in; Chromium reports it by itself.
      if (message.type() === 'error' && !/status of 401/.test(message.text())) complaints.push(message.text());
    });
    return new Visitor(page, context, screen, baseURL, complaints, screen.theme);
  }

  /**
   * Somebody with a demonstration account, on a page. The first goes by the pages of the identity provider; who comes later with the same
   * account has the session of the first.
   */
  static async signedIn(browser: Browser, stack: RunningStack, email: string, path = '/', screen: Screen = desk): Promise<Visitor> {
    const sessions = signedIn.get(stack) ?? new Map<string, SignedIn>();
    signedIn.set(stack, sessions);
    const visitor = await Visitor.arrive(browser, stack.url, screen, sessions.get(email));
    if (sessions.has(email)) await visitor.page.goto(path);
    else {
      await visitor.signIn(email, stack.password(email), path);
      sessions.set(email, await visitor.context.storageState());
    }
    return visitor;
  }

  /** Goes to a page, is sent to the identity provider, and comes back to the page. */
  async signIn(email: string, password: string, path = '/'): Promise<void> {
    await this.page.goto(path);
    await this.page.getByLabel('Email or username').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.waitForURL((url) => url.origin === this.portal && !url.pathname.startsWith('/auth/'));
  }

  /** Keeps a picture of what is in view, and expects no barrier that axe knows and nothing wider than the screen; in both themes for who looks in both. */
  async look(name: string, known: readonly RegExp[] = []): Promise<void> {
    const unknown = (found: readonly string[]): string[] => found.filter((barrier) => !known.some((one) => one.test(barrier)));
    await this.photograph(name);
    expect({ name, barriers: unknown(await this.barriers()), overflow: Math.max(0, await this.overflow()) }).toEqual({ name, barriers: [], overflow: 0 });
    if (this.screen.bothThemes !== true) return;
    this.theme = this.theme === 'light' ? 'dark' : 'light';
    await this.page.emulateMedia({ colorScheme: this.theme });
    await this.photograph(name);
    expect({ name, theme: this.theme, barriers: unknown(await this.barriers(ofColours)) }).toEqual({ name, theme: this.theme, barriers: [] });
  }

  /** What axe finds wrong with the page in view by all of its rules or by some, one line a rule and element. */
  async barriers(rules?: readonly string[]): Promise<string[]> {
    const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } }) };
    if (this.page.frames().length > 1) {
      const { violations } = await new AxeBuilder({ page: this.page }).options(options as object).analyze();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
    }
    // Where there is no frame, axe is asked within the page, and brought there once: its own bridge brings it anew each time, which takes longer than to ask.
    if (await this.page.evaluate<boolean>(`typeof axe === 'undefined'`)) await this.page.evaluate(axe);
    const lines = `({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' ')))`;
    return this.page.evaluate<string[]>(`axe.run(document, ${JSON.stringify(options)}).then(${lines})`);
  }

  /** Pixels by which the page is wider than the screen. */
  async overflow(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  }

  /** Keeps a picture of the page in view under coverage/screenshots. */
  async photograph(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}-${this.screen.width}-${this.theme}.png`) });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
