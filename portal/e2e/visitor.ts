import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
  /** What the browser says it is; Chromium's own word without it. */
  readonly userAgent?: string;
}

export const desk: Screen = { width: 1440, height: 900, theme: 'light' };
export const screens: readonly Screen[] = [
  desk,
  { ...desk, theme: 'dark' },
  { width: 390, height: 844, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
];

const pictures = resolve(__dirname, '..', '..', 'coverage', 'screenshots');

/** Somebody at a browser of their own. What the page complains about is remembered and fails the journey. */
export class Visitor {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly screen: Screen,
    private readonly portal: string,
    /** Script errors and content the policy refused. */
    readonly complaints: string[],
  ) {}

  static async arrive(browser: Browser, baseURL: string, screen: Screen = desk): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL,
      viewport: { width: screen.width, height: screen.height },
      colorScheme: screen.theme,
      reducedMotion: 'reduce',
      ...(screen.userAgent === undefined ? {} : { userAgent: screen.userAgent }),
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
    return new Visitor(page, context, screen, baseURL, complaints);
  }

  /** Goes to a page, is sent to the identity provider, and comes back to the page. */
  async signIn(email: string, password: string, path = '/'): Promise<void> {
    await this.page.goto(path);
    await this.page.getByLabel('Email or username').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.waitForURL((url) => url.origin === this.portal && !url.pathname.startsWith('/auth/'));
  }

  /** What axe finds wrong with the page in view, one line a rule and element. */
  async barriers(): Promise<string[]> {
    // Every rule, but only one place of each that is kept; and where there is no frame, no second page to put the findings of frames together.
    const { violations } = await new AxeBuilder({ page: this.page }).options({ resultTypes: ['violations'] }).setLegacyMode(this.page.frames().length === 1).analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }

  /** Pixels by which the page is wider than the screen. */
  async overflow(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  }

  /** Keeps a picture of the page in view under coverage/screenshots. */
  async photograph(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}-${this.screen.width}-${this.screen.theme}.png`) });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
