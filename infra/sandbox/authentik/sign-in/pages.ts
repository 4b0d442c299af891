import { randomBytes } from 'node:crypto';

/** A page with the policy it is to be sent under. */
export interface Page {
  readonly html: string;
  readonly csp: string;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const style = `
:root { color-scheme: light dark; --back: #f6f6f8; --panel: #fff; --line: #e5e5ea; --text: #17181c; --quiet: #666874; --accent: #2b4fc7; --on-accent: #fff; --bad: #b3261e; --bad-back: #fdecea; }
@media (prefers-color-scheme: dark) { :root { --back: #0e0f12; --panel: #15171b; --line: #282b33; --text: #edeef1; --quiet: #9096a3; --accent: #8ea9ff; --on-accent: #0d1430; --bad: #ff938a; --bad-back: #331614; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: 1fr auto; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { align-self: center; justify-self: center; width: min(24rem, 100% - 2rem); margin: 2rem 0; padding: 2rem; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; }
.mark { display: block; margin-bottom: 1.25rem; }
h1 { margin: 0 0 1.5rem; font-size: 1.375rem; line-height: 1.3; font-weight: 600; letter-spacing: -0.018em; }
label { display: block; margin: 1rem 0 .375rem; font-size: .875rem; font-weight: 500; }
input { width: 100%; height: 2.75rem; padding: 0 .75rem; font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--quiet); border-radius: 8px; }
button { width: 100%; height: 2.75rem; margin-top: 1.5rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 8px; cursor: pointer; }
input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[role=alert] { margin: 0 0 1rem; padding: .625rem .75rem; font-size: .9375rem; color: var(--bad); background: var(--bad-back); border-radius: 8px; }
p { margin: 0; }
footer { padding: 1rem; text-align: center; font-size: .8125rem; color: var(--quiet); }
`;

const mark = `<svg class="mark" viewBox="0 0 32 32" width="36" height="36" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8" fill="var(--accent)"/><path d="M9.5 8.5h6a7.5 7.5 0 0 1 0 15h-6z" fill="none" stroke="var(--on-accent)" stroke-width="3" stroke-linejoin="round"/><circle cx="15.2" cy="16" r="2" fill="var(--on-accent)"/></svg>`;

const frame = (title: string, content: string, policy: { formAction?: readonly string[]; script?: string } = {}): Page => {
  const nonce = randomBytes(16).toString('base64');
  const script = policy.script === undefined ? '' : `<script nonce="${nonce}">${policy.script}</script>`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
${mark}
<h1>${escape(title)}</h1>
${content}
</main>
<footer>The identity provider of this machine</footer>
${script}
</body>
</html>
`;
  const csp = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(policy.script === undefined ? [] : [`script-src 'nonce-${nonce}'`]),
    `form-action ${["'self'", ...(policy.formAction ?? [])].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  return { html, csp };
};

const origins = (urls: readonly string[]): string[] => [...new Set(urls.map((url) => new URL(url).origin))];

/**
 * The sign-in form.
 *
 * @param redirectUris Browsers apply `form-action` to the redirects that follow a form, so the application's own addresses belong in it.
 */
export const signInPage = (options: { name?: string; error?: string; redirectUris: readonly string[] }): Page => {
  const { name = '', error } = options;
  const described = error === undefined ? '' : ' aria-describedby="error"';
  const focusPassword = name !== '';
  return frame(
    'Sign in to Dezky',
    `${error === undefined ? '' : `<p role="alert" id="error">${escape(error)}</p>`}
<form method="post">
<label for="uid_field">Email or username</label>
<input id="uid_field" name="uid_field" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${escape(name)}"${described}${focusPassword ? '' : ' autofocus'}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${described}${focusPassword ? ' autofocus' : ''}>
<button type="submit">Sign in</button>
</form>`,
    { formAction: origins(options.redirectUris) },
  );
};

/** Submits itself; the button is for browsers without script. */
export const signOutPage = (form: string, redirectUris: readonly string[]): Page =>
  frame(
    'Signing out',
    `${form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>')}<button type="submit" form="op.logoutForm">Sign out</button>`,
    { formAction: origins(redirectUris), script: "document.getElementById('op.logoutForm').submit();" },
  );

export const errorPage = (title: string, message: string): Page => frame(title, `<p>${escape(message)}</p>`);
