interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** What a browser shows: where it ended up, and the page there unless that was out of its reach. */
export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

/** A browser as far as sign-in needs one, for tests: cookies with their paths, redirects, forms. No script. */
export class SignInBrowser {
  private cookies: Cookie[] = [];

  /** @param stopAt Redirects to addresses that start so are not followed: the address is the result. */
  constructor(private readonly stopAt: string) {}

  /** Follows redirects and stops at a page, or at `stopAt` with status 0. */
  async visit(address: string | URL, form?: URLSearchParams): Promise<Visit> {
    let url = new URL(address);
    let body = form;
    for (let hops = 0; hops < 20; hops += 1) {
      if (url.href.startsWith(this.stopAt)) return { url, status: 0, html: '', headers: new Headers() };
      const answer = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: this.cookieHeader(url), 'user-agent': 'sign-in-browser' },
        ...(body && { method: 'POST', body }),
      });
      this.store(url, answer.headers.getSetCookie());
      const location = answer.headers.get('location');
      if (location === null) return { url, status: answer.status, html: await answer.text(), headers: answer.headers };
      await answer.body?.cancel();
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error(`Too many redirects; the last was to ${url.href}.`);
  }

  /** Submits the only form of a page with its own hidden fields and the given values. */
  submit(page: Visit, values: Record<string, string> = {}): Promise<Visit> {
    const form = /<form[^>]*>/.exec(page.html)?.[0];
    if (form === undefined) throw new Error(`There is no form at ${page.url.href}: ${page.html.slice(0, 200)}`);
    const action = /action="([^"]*)"/.exec(form)?.[1] ?? page.url.href;
    const fields = new URLSearchParams();
    for (const [input] of page.html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      fields.set(/name="([^"]*)"/.exec(input)?.[1] ?? '', /value="([^"]*)"/.exec(input)?.[1] ?? '');
    }
    for (const [name, value] of Object.entries(values)) fields.set(name, value);
    return this.visit(new URL(action.replaceAll('&amp;', '&'), page.url), fields);
  }

  /** Opens an authorization request and signs in where a form asks for it. */
  async signIn(authorizationUrl: string | URL, name: string, password: string): Promise<Visit> {
    const page = await this.visit(authorizationUrl);
    return page.status === 0 ? page : this.submit(page, { uid_field: name, password });
  }

  private cookieHeader(url: URL): string {
    return this.cookies
      .filter(({ host, path }) => host === url.hostname && (url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`)))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  private store(url: URL, lines: string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      const attribute = (wanted: string): string | undefined => attributes.find((one) => one.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
      const path = attribute('path') ?? '/';
      this.cookies = this.cookies.filter((cookie) => !(cookie.host === url.hostname && cookie.path === path && cookie.name === name));
      const expires = attribute('expires');
      const gone = value === '' || (expires !== undefined && Date.parse(expires) <= Date.now());
      if (!gone) this.cookies.push({ host: url.hostname, path, name, value });
    }
  }
}
