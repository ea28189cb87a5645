import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { launchChromium } from '../../../apps/demo/test/browser.js';
import { freePort } from '../../../apps/interop/test/ports.js';
import { command } from '../../command.js';
import { alice } from '../../packages/readmes/visits.js';
import type { Example } from './install.js';

type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Page = Awaited<ReturnType<Browser['newPage']>>;

/** Starts an example as its README says, and signs in to it with a browser. @throws what is not as it should be */
export async function visitExample(
  { name, manifest }: Example,
  folder: string,
  browser: Browser,
  casUrl: string,
): Promise<string[]> {
  const at = join(folder, name);
  if ('build' in manifest.scripts) await command('npm', ['run', 'build'], at);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), PUBLIC_URL: url, CAS_URL: casUrl, NEXT_TELEMETRY_DISABLED: '1' };
  const child = spawn('npm', ['start'], { cwd: at, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const context = await browser.newContext();
  try {
    await listening(child);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    return await signInAndOut(page, url, 'cas' in manifest.scripts ? { login: 'ada', password: 'ada' } : alice);
  } finally {
    await context.close();
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'close') : undefined;
    if (child.pid !== undefined && ended) process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
}

async function signInAndOut(page: Page, url: string, { login, password }: typeof alice): Promise<string[]> {
  const asked = (): Promise<unknown> => page.evaluate("fetch('/api/me').then((response) => response.json())");
  const problems: string[] = [];
  const expect = (found: unknown, wanted: unknown, what: string): void => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) problems.push(`${what}: ${JSON.stringify(found)}`);
  };
  await page.goto(url);
  expect(await asked(), { userid: null }, '/api/me of a stranger');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel(/name/i).first().fill(login);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(password);
  await page.getByRole('button', { name: /sign in|log in/i }).click();
  await page.waitForURL(`${url}/private`);
  expect(await page.getByRole('heading', { level: 1 }).innerText(), 'The private page', 'the private page');
  expect((await page.locator('body').innerText()).includes(`You are ${login}.`), true, 'its greeting');
  expect(await asked(), { userid: login }, '/api/me of a user');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL((to) => to.pathname !== '/private');
  await page.goto(url);
  expect(await asked(), { userid: null }, '/api/me after signing out');
  await page.goto(`${url}/private`);
  expect(page.url() === `${url}/private`, false, 'the private page is open after signing out');
  return problems;
}

/** Until it says that it listens. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`It does not listen:\n${output}`)), 120_000);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`It ended before it listened:\n${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (!output.includes('Listening on port')) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
}
