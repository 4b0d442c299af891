import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The flag puts the whole browser into one process, which a page that closes then takes along. */
const unwanted = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content']);

/**
 * Chromium from the npm registry, headless.
 *
 * @throws Error naming the system library that is missing, when one is.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await chromium.executablePath();
  try {
    return await playwright.launch({ executablePath, args: [...chromium.args.filter((flag) => !unwanted.has(flag)), '--no-sandbox'] });
  } catch (error) {
    const missing = /error while loading shared libraries: ([^:\s]+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (missing === undefined) throw error;
    throw new Error(`Chromium needs the system library ${missing}, which is not here. On Debian and Ubuntu: apt-get install libnss3 libnspr4.`, {
      cause: error,
    });
  }
}
