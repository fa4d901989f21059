import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

export type { Page } from 'playwright-core';
export { type Fault, findFaults } from './accessibility.ts';

/** The Chromium of this machine, if it has one. Tests are for `test.runIf(chromium)`. */
export const chromium: string | undefined = findChromium();
if (chromium === undefined)
  process.stderr.write(
    'Browser tests are skipped: there is no Chromium. Install Debian’s (apt-get install chromium), or name one in CHROMIUM.\n',
  );

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly height?: number;
  readonly scheme: 'light' | 'dark';
  /** False proves that a page does without scripts. */
  readonly scripts?: boolean;
}

/** A headless browser. */
export interface TestBrowser extends AsyncDisposable {
  /** An empty page in a profile of its own. Scripts that a page may not run, and errors of its own, end in `errors`. */
  open(view: View): Promise<{ readonly page: Page; readonly errors: readonly string[] }>;
}

/** Starts the browser of this machine. */
export async function openBrowser(): Promise<TestBrowser> {
  if (chromium === undefined) throw new Error('There is no Chromium on this machine. Name one in CHROMIUM.');
  // Only tests pay for it.
  const { chromium: driver } = await import('playwright-core');
  const isRoot = process.getuid?.() === 0;
  const browser = await driver.launch({ executablePath: chromium, chromiumSandbox: !isRoot });
  return {
    open: (view) => openPage(browser, view),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function openPage(browser: Browser, { width, height = 900, scheme, scripts = true }: View) {
  const options: BrowserContextOptions = {
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    // A moving page would be another one in each picture.
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    isMobile: width < 600,
    hasTouch: width < 600,
    deviceScaleFactor: 1,
  };
  const page = await (await browser.newContext(options)).newPage();
  // Where other things run beside a test, the half minute that is usual is short.
  page.setDefaultTimeout(60_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, errors };
}
