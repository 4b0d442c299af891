import type { Browser, Response } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';
import { type Screen, screens, Visitor } from './visitor';

/** An operator at the Explorer: finds what needs attention across tenants and lets it go on. */
describe('the Explorer', () => {
  let browser: Browser;
  let stack: RunningStack;
  let operator: Visitor;
  const requested = new Set<string>();
  const email = 'operator@dezky.test';

  beforeAll(async () => {
    browser = await openBrowser();
    stack = await runStack();
    operator = await Visitor.arrive(browser, stack.url);
    operator.page.context().on('request', (request) => requested.add(request.url()));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, 30_000);

  /** What axe finds in GraphiQL and its editor, which we take as they are. */
  const known = [
    // A tab has its closing button inside; both are reached by the keyboard.
    /^nested-interactive: (li$|.*\.graphiql-tab)/,
    // In the documentation a type that is linked within a signature is told from the text by its colour alone, as in code.
    /^link-in-text-block: .*\.graphiql-doc-explorer-type-name/,
    // The editor dims the number of a last line that is empty, and its light theme's green falls short by little on the answer's grey.
    /^color-contrast: .*(\.dimmed-line-number|\.view-line)/,
  ];

  const editor = ({ page }: Visitor, name: 'Operation Editor' | 'Variables') => page.getByRole('region', { name, exact: true }).locator('.monaco-editor').first();

  /** Opens a saved operation in a tab and waits for the editor to have it. */
  const openSaved = async (visitor: Visitor, title: string, name: string): Promise<void> => {
    await visitor.page.locator('.saved-operations').getByRole('button', { name: new RegExp(`^${title}`) }).click();
    await editor(visitor, 'Operation Editor').getByText(name).first().waitFor();
  };

  /** Runs what is in the tab. */
  const run = async ({ page }: Visitor): Promise<{ data: Record<string, unknown> }> => {
    const answered = page.waitForResponse((response: Response) => new URL(response.url()).pathname === '/graphql');
    await page.getByRole('button', { name: /^Execute query/ }).click();
    return (await (await answered).json()) as { data: Record<string, unknown> };
  };

  /** Pastes: what is typed, the editor completes by closing quotes and braces of its own. */
  const setVariables = async (visitor: Visitor, variables: Record<string, string>): Promise<void> => {
    await visitor.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(JSON.stringify(variables, null, 2))})`);
    await editor(visitor, 'Variables').click();
    await visitor.page.keyboard.press('Control+a');
    await visitor.page.keyboard.press('Control+v');
  };

  interface Tenants {
    readonly tenants: { readonly edges: readonly { readonly node: { readonly slug: string; readonly workflows: { readonly edges: readonly { readonly node: { readonly id: string; readonly state: string } }[] } } }[] };
  }
  const waiting = (data: Tenants): string[] => data.tenants.edges.flatMap(({ node }) => node.workflows.edges.filter((edge) => edge.node.state === 'NEEDS_ATTENTION').map((edge) => edge.node.id));

  it('signs the operator in at the identity provider and comes back', async () => {
    await operator.signIn(email, stack.password(email), '/explorer');
    expect(new URL(operator.page.url()).pathname).toBe('/explorer');
    await operator.page.getByText('Dezky Operator').waitFor();
    await operator.page.getByRole('heading', { name: 'Saved operations' }).waitFor();
  }, 60_000);

  it('finds the tenants, retries a creation that a silent mail server stopped, and says so', async () => {
    const mend = stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    const { tenant } = await stack.ask<{ tenant: { id: string } }>('admin@acme.test', '{ tenant(slug: "acme") { id } }');
    const input = { tenantId: tenant.id, displayName: 'Verner Panton', localPart: 'verner' };
    await stack.ask('admin@acme.test', 'mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename } }', { input });

    await openSaved(operator, 'What needs attention', 'WhatNeedsAttention');
    let seen = (await run(operator)).data as unknown as Tenants;
    expect(seen.tenants.edges.map(({ node }) => node.slug).sort()).toEqual(['acme', 'globex']);
    for (const deadline = Date.now() + 20_000; waiting(seen).length === 0 && Date.now() < deadline; ) seen = (await run(operator)).data as unknown as Tenants;
    const [workflowId = ''] = waiting(seen);
    expect(workflowId).not.toBe('');
    await operator.page.locator('.graphiql-response').getByText('domainsNeedingAttention').first().waitFor();
    await operator.photograph('explorer-attention');

    mend();
    await openSaved(operator, 'Retry a workflow', 'RetryAWorkflow');
    await setVariables(operator, { workflowId });
    expect((await run(operator)).data).toMatchObject({ retryWorkflow: { __typename: 'WorkflowRetried', workflow: { id: workflowId } } });
    await operator.page.locator('.graphiql-response').getByText('WorkflowRetried').waitFor();
    await operator.photograph('explorer-retried');
    await openSaved(operator, 'Workflows of a member', 'WorkflowsOfAMember');
    await setVariables(operator, { tenant: 'acme', search: 'verner' });
    const state = async (): Promise<unknown> => JSON.stringify((await run(operator)).data).includes('"SUCCEEDED"');
    for (const deadline = Date.now() + 20_000; !(await state()) && Date.now() < deadline; );
    expect(stack.sandboxes.stalwart.mailboxes().map(({ address }) => address)).toContain('verner@acme.test');
  }, 120_000);

  it('shows the schema’s documentation and keeps a history', async () => {
    const { page } = operator;
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query', exact: true }).click();
    await page.locator('.graphiql-doc-explorer').getByText('A tenant by its slug').waitFor();
    await page.getByRole('button', { name: 'Show History' }).click();
    await page.locator('.graphiql-plugin').getByText('RetryAWorkflow').first().waitFor();
  }, 60_000);

  it('signs out at the provider too', async () => {
    const { page } = operator;
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await page.goto('/explorer');
    await page.getByLabel('Password').waitFor();
  }, 60_000);

  it('asked nobody but the gateway and the identity provider, and met nothing the content policy refused', () => {
    const ours = [stack.url, stack.sandboxes.places.authentikUrl].map((url) => new URL(url).origin);
    expect([...requested].filter((url) => !url.startsWith('data:') && !ours.includes(new URL(url).origin))).toEqual([]);
    expect([...requested].some((url) => /graphql\.worker/.test(url))).toBe(true);
    expect(operator.complaints).toEqual([]);
  });

  it('turns away whoever is no operator', async () => {
    const admin = await Visitor.arrive(browser, stack.url);
    await admin.signIn('admin@acme.test', stack.password('admin@acme.test'), '/explorer');
    await admin.page.getByRole('heading', { name: 'The Explorer is for operators' }).waitFor();
    expect(await admin.barriers()).toEqual([]);
    await admin.photograph('explorer-operators-only');
    await admin.leave();
  }, 60_000);

  // GraphiQL's editor takes its theme when it is loaded, so each is loaded.
  it.each(screens.map((screen): [string, Screen] => [`${screen.width} px wide, ${screen.theme}`, screen]))(
    'has no barrier of ours, %s',
    async (_name, screen) => {
      const visitor = await Visitor.signedIn(browser, stack, email, '/explorer', screen);
      await openSaved(visitor, 'Find a tenant', 'FindATenant');
      await run(visitor);
      await visitor.page.locator('.graphiql-response').getByText('"acme"').first().waitFor();
      await visitor.look('explorer', known);
      await visitor.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      await visitor.page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query', exact: true }).click();
      await visitor.page.locator('.graphiql-doc-explorer').getByText('A tenant by its slug').waitFor();
      await visitor.look('explorer-documentation', known);
      await visitor.page.getByRole('button', { name: 'Open settings dialog' }).click();
      await visitor.page.getByText('Adjust how the interface appears').waitFor();
      await visitor.look('explorer-settings', known);
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
    120_000,
  );
});
