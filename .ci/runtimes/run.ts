// Runs one application, made of the built packages, in Node, Bun, Deno and workerd, and asks the same of it over HTTP
// in each of them. The programs come from npm, into a folder that is removed in the end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DevCasServer, startDevCasServer } from '@who/dev-cas-server';
import { check, runs } from '../check.js';
import { buildApplication } from './build.js';
import { CAS_VISITS } from './cas-visits.js';
import { OWN_WAYS } from './own-ways.js';
import { installPrograms, type Programs } from './programs.js';
import { type Runtime, runtimesOf } from './runtimes.js';
import { start } from './start.js';
import { visitProblems } from './visit.js';
import { VISITS } from './visits.js';

const folder = mkdtempSync(join(tmpdir(), 'who-runtimes-'));
const application = join(folder, 'application');

/** Nothing but what the application needs; and whatever a runtime wants to keep or look up, it shall not. */
function environment(cas: DevCasServer): NodeJS.ProcessEnv {
  return { HOME: folder, PATH: process.env['PATH'], CAS_URL: cas.url, DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1' };
}

async function visit({ program, ...runtime }: Runtime, cas: DevCasServer): Promise<void> {
  if (program === undefined) return skip(runtime.name, `npm has none for ${process.platform} ${process.arch}`);
  await check(runtime.name, async () => {
    await using served = await start(program, runtime.args, application, environment(cas));
    const problems = await visitProblems({ ...VISITS, ...OWN_WAYS, ...CAS_VISITS }, served.port, runtime, cas);
    return problems.length === 0 ? [] : [...problems, served.output()];
  });
}

/** In CI, nothing is left out. */
async function skip(what: string, reason: string): Promise<void> {
  if (process.env['CI']) await check(what, () => [reason]);
  else console.log(`skipped         ${what}: ${reason}`);
}

async function install(): Promise<Programs> {
  try {
    return await installPrograms(join(folder, 'programs'));
  } catch (error) {
    await skip('npm install of Bun, Deno and workerd', String(error));
    return {};
  }
}

async function checkAll(): Promise<void> {
  const isBuilt = await check(
    'build for each runtime',
    runs(() => buildApplication(application)),
  );
  if (!isBuilt) return;
  const runtimes = runtimesOf(await install());
  const cas = await startDevCasServer();
  try {
    for (const runtime of runtimes) await visit(runtime, cas);
  } finally {
    await cas.close();
  }
}

try {
  await checkAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
