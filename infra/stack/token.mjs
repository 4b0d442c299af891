// `npm run --silent token -- admin@acme.test`: prints an access token for /graphql of the running embedded stack.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const fail = (line) => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const email = process.argv[2] ?? fail('Say whose token: npm run --silent token -- admin@acme.test');
const file = join(resolve(root, process.env.DEZKY_HOME ?? '.dezky'), 'credentials.json');
if (!existsSync(file)) fail('There is no running stack here. Start it with npm start.');
const { portalUrl, accounts, backEnds } = JSON.parse(readFileSync(file, 'utf8'));
const password = process.argv[3] ?? accounts[email] ?? fail(`${email} is not an account of the demonstration; pass the password as well: npm run --silent token -- ${email} <password>`);
const { fetchToken } = createRequire(import.meta.url)('./dist/fetch-token.js');
try {
  process.stdout.write(`${await fetchToken({ authentikUrl: backEnds.authentik.url, portalUrl }, email, password)}\n`);
} catch (error) {
  fail(error.cause?.code === 'ECONNREFUSED' ? 'The stack does not answer. Start it with npm start.' : error.message);
}
