import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian and others put Chromium; `CHROMIUM` names another place. `undefined`: there is none. */
export const chromiumPath: string | undefined = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/** @param more arguments, e.g. which names are this machine */
export function launchChromium(...more: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath as string,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', ...more],
  });
}

/** A page in a context of its own. */
export interface OpenPage {
  readonly page: Page;
  /** What the browser has complained about so far: a blocked form or style, a failed script. */
  readonly complaints: readonly string[];
}

/** @param expected complaints that there may be: what the browser says of answers with some statuses */
export async function openPage(
  browser: Browser,
  {
    expected,
    timeoutMs,
    ...options
  }: BrowserContextOptions & { readonly expected: RegExp; readonly timeoutMs: number },
): Promise<OpenPage> {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(timeoutMs);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints };
}
