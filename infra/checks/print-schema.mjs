// `npm run schema`: prints what is derived from the code (schema/, each schema.sql, docs/reference) into the repository.
// With --check it writes nothing and fails when the repository says something else.
import { createRequire } from 'node:module';
import { buildPackages } from '../stack/build.mjs';

buildPackages();
const { printDerived } = createRequire(import.meta.url)('./dist/print-derived.js');
process.exitCode = await printDerived(process.argv.includes('--check'));
