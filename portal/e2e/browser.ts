import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * The first puts the whole browser into one process, which a page that closes then takes along; `--in-process-gpu` the drawing, which
 * crashes now and then while it begins, and takes the browser along. Pages are drawn without a simulated graphics card: none asks for one.
 */
const unwanted = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content', '--in-process-gpu', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']);

/**
 * Chromium from the npm registry, headless.
 *
 * @throws Error naming the system library that is missing, when one is.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = unpackedChromium();
  try {
    return await playwright.launch({ executablePath, args: [...chromium.args.filter((flag) => !unwanted.has(flag)), '--no-sandbox', '--disable-gpu'] });
  } catch (error) {
    const missing = /error while loading shared libraries: ([^:\s]+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (missing === undefined) throw error;
    throw new Error(`Chromium needs the system library ${missing}, which is not here. On Debian and Ubuntu: apt-get install libnss3 libnspr4.`, {
      cause: error,
    });
  }
}

/**
 * The package unpacks its browser into the temporary folder under a fixed name, and takes what lies there already,
 * whoever put it there and from whichever version. So it is given a folder inside itself, which goes with the next
 * version; in a process of its own, since the folder is read from the real environment. Several journeys may be the
 * first: each unpacks for itself, and whoever is done first gives the others what they use.
 */
function unpackedChromium(): string {
  const folder = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'unpacked');
  if (!existsSync(folder)) {
    const own = `${folder}-${process.pid}`;
    mkdirSync(own, { recursive: true });
    executablePathIn(own);
    try {
      renameSync(own, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
      rmSync(own, { recursive: true });
    }
  }
  return executablePathIn(folder);
}

function executablePathIn(folder: string): string {
  const program = `import('@sparticuz/chromium').then(async ({ default: chromium }) => process.stdout.write(await chromium.executablePath()))`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: __dirname, env: { ...process.env, TMPDIR: folder }, encoding: 'utf8' });
}
