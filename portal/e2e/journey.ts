import type { Browser } from 'playwright-core';
import { openBrowser } from './browser';
import { type RunningStack, runStack } from './running-stack';

/** What the journeys of one file share: a browser, and the whole product with its demonstration data. */
export interface Journey {
  readonly browser: Browser;
  readonly stack: RunningStack;
}

/**
 * Begins before the tests of the file and ends after them.
 *
 * @param prepare what else is there before the first test.
 */
export function beginJourney(prepare: (journey: Journey) => Promise<void> = () => Promise.resolve()): Journey {
  let browser: Browser | undefined;
  let stack: RunningStack | undefined;
  beforeAll(async () => {
    // One after the other: a browser beside a stack that did not start would be closed by nobody.
    browser = await openBrowser();
    stack = await runStack();
    await prepare({ browser, stack });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, 30_000);
  return {
    get browser() {
      return begun(browser);
    },
    get stack() {
      return begun(stack);
    },
  };
}

function begun<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The journey has not begun yet: ask within a test.');
  return part;
}
