import { billingVariables } from '@dezky/billing/config';
import { bookingVariables } from '@dezky/booking/config';
import { gatewayVariables } from '@dezky/gateway/config';
import { identityVariables } from '@dezky/identity/config';
import type { Variables } from '@dezky/kit/config/environment';
import { placeVariables, subgraphProcessVariables } from '@dezky/kit/server/process-variables';
import { mailVariables } from '@dezky/mail/config';
import { operatorVariables, serveVariables } from '@dezky/stack/serve-variables';
import { stackVariables } from '@dezky/stack/stack-variables';
import { storageVariables } from '@dezky/storage/config';

const parts: readonly (readonly [string, string, Variables])[] = [
  ['The embedded stack', '`npm start`. It makes the variables of all parts below for itself.', stackVariables],
  ['On real back ends', '`infra/stack/serve.ts`, beside those of all parts below.', { ...serveVariables, ...operatorVariables }],
  ['A process of its own', 'Each part run apart, by its `dist/src/main.js`, beside the variables of the part; subgraphs need all of these, the gateway those that name places, port, key and log.', { ...subgraphProcessVariables, ...placeVariables }],
  ['Gateway', '', gatewayVariables],
  ['Identity', '', identityVariables],
  ['Mail', '', mailVariables],
  ['Storage', '', storageVariables],
  ['Billing', '', billingVariables],
  ['Booking', '', bookingVariables],
];

/** docs/reference/environment.md, from the variables as the code declares them. */
export function environmentReference(): string {
  const table = (variables: Variables): string =>
    ['| variable | meaning | default |', '| --- | --- | --- |', ...Object.entries(variables).map(([name, { description, local, secret }]) => `| \`${name}\` | ${description}${secret ? ' Secret.' : ''} | ${local === undefined ? 'required' : `\`${local}\``} |`)].join('\n');
  const sections = parts.map(([title, text, variables]) => `## ${title}\n\n${text ? `${text}\n\n` : ''}${table(variables)}`);
  return `# Environment\n\nWritten by \`npm run schema\` from the code. A value that is not accepted stops the start with one line that names the variable.\n\n${sections.join('\n\n')}\n`;
}
