import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

/** Import direction (DESIGN: noun → own back end, kit; never into another subgraph). */
const forbid = (patterns, message) => ({ 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] });

const subgraphs = ['identity', 'mail', 'storage', 'billing', 'booking'];
const others = (own) => subgraphs.filter((name) => name !== own).flatMap((name) => [`@dezky/${name}`, `@dezky/${name}/*`]);
const tests = ['**/*.spec.ts', '**/*.contract.ts', '**/*.e2e.ts', '**/*.fixture.ts'];

const mutationReturnsUnion = {
  meta: { type: 'problem', schema: [], messages: { union: 'A public mutation returns a union of its success and its failures: end the name of its type in Result (STYLE rule 3).' } },
  create: (context) => ({
    MethodDefinition(node) {
      const decorators = node.decorators ?? [];
      const named = (name) => decorators.find(({ expression }) => expression.type === 'CallExpression' && expression.callee.name === name);
      const mutation = named('Mutation');
      const directive = named('Directive');
      if (!mutation || directive?.expression.arguments[0]?.value === '@inaccessible') return;
      const [type] = mutation.expression.arguments;
      if (!context.sourceCode.getText(type).endsWith('Result')) context.report({ node: mutation, messageId: 'union' });
    },
  }),
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/dist-explorer/**', '**/node_modules/**', '**/.angular/**', '**/*.generated.ts', '.dezky/**', '**/*.cjs', '**/*.mjs'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { dezky: { rules: { 'mutation-returns-union': mutationReturnsUnion } } },
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.object.name='DBOS'][callee.property.name='startWorkflow']", message: 'Start workflows through the journal: work started directly lands on a queue that every process polls.' },
        { selector: "Literal[value=/set_config\\(.*false\\)/]", message: 'set_config(…, false) outlives the transaction and leaks to the next request.' },
      ],
      'dezky/mutation-returns-union': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unsafe-function-type': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  { files: ['subgraphs/kit/src/**/*.ts'], ignores: tests, rules: forbid([...others(''), '@dezky/gateway/*', '@dezky/stack/*', '@dezky/sandbox/*'], 'The kit knows no subgraph.') },
  ...subgraphs.map((name) => ({
    files: [`subgraphs/${name}/**/*.ts`],
    ignores: tests,
    rules: forbid([...others(name), '@dezky/gateway/*', '@dezky/stack/*', '@dezky/sandbox/*'], 'A subgraph asks others as a peer, and never imports them, the gateway or a sandbox.'),
  })),
  { files: ['gateway/src/**/*.ts'], ignores: tests, rules: forbid([...others(''), '@dezky/stack/*', '@dezky/sandbox/*'], 'The gateway asks subgraphs over their schema only.') },
  { files: ['infra/sandbox/**/*.ts'], ignores: tests, rules: forbid([...others(''), '@dezky/gateway/*', '@dezky/stack/*'], 'A sandbox is a server: it knows the wire, not the product.') },
  {
    files: ['portal/src/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: { '@angular-eslint/component-class-suffix': 'off', '@angular-eslint/directive-class-suffix': 'off', '@angular-eslint/prefer-on-push-component-change-detection': 'off' },
  },
  { files: ['portal/src/**/*.html'], extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility], rules: {} },
  { files: tests, rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
