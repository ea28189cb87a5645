// Checks every package the way those who install it will meet it: packed, looked at by publint and attw, then all
// tarballs installed with npm in an empty folder, compiled against, imported, required and put to use; and the programs of
// all READMEs, run and attacked.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, runs } from '../check.js';
import { command } from '../command.js';
import { released } from '../registry/released.js';
import { startRegistry } from '../registry/server.js';
import { readmeProblems } from '../release/readme.js';
import { root } from '../test/packages.js';
import { casServerProblems, commandProblems } from './commands.js';
import { install } from './consumer.js';
import { aloneProblems, consumerProblems } from './declarations.js';
import { testWithJest } from './jest.js';
import { checkReadmes } from './readmes/check.js';
import { attwProblems, contentProblems, pack, publintProblems, type Tarball } from './tarballs.js';

const folder = mkdtempSync(join(tmpdir(), 'who-packages-'));
const consumer = join(folder, 'consumer');
let tarballs: readonly Tarball[] = [];

/** A check of every tarball. */
function ofEach(what: string, problems: (tarball: Tarball) => string[] | Promise<string[]>, whatToDo: string) {
  return check(what, async () => (await Promise.all(tarballs.map(problems))).flat(), whatToDo);
}

async function checkTarballs(): Promise<void> {
  await ofEach(
    'tarballs hold what they should',
    contentProblems,
    "see the package's `files`, and what `pnpm pack` prints",
  );
  await ofEach('publint --strict', publintProblems, 'what each message means: https://publint.dev/rules');
  await ofEach(
    'attw, but for node16 from CommonJS',
    attwProblems,
    'https://github.com/arethetypeswrong/arethetypeswrong.github.io',
  );
}

async function checkConsumers(): Promise<void> {
  await check('commands answer --help', () => commandProblems(tarballs, consumer));
  await check('dev-cas-server serves', () => casServerProblems(consumer));
  await check('declarations compile alone, skipLibCheck off', () => aloneProblems(tarballs, consumer));
  const isCompiled = await check(
    'consumers compile: ESM, CommonJS, bundler, node10; exactOptionalPropertyTypes on and off; no any',
    () => consumerProblems(consumer),
    'an `any` where none was written is a type that its package does not bring along: look at its dist/index.d.ts',
  );
  if (!isCompiled) return;
  for (const file of ['everything.mjs', 'everything.cjs', 'sign-in.mjs', 'sign-in.cjs']) {
    await check(
      `node ${file}`,
      runs(() => command(process.execPath, [file], consumer)),
    );
  }
}

async function checkJest(): Promise<void> {
  await check(
    'Jest: required and imported',
    runs(() => testWithJest(tarballs, consumer)),
    'the setting for CommonJS is in README.md',
  );
}

async function checkAll(): Promise<void> {
  const built = await check(
    'build',
    runs(() => command('npx', ['-y', 'pnpm@12', 'build'], root)),
  );
  if (!built) return;
  const packed = await check('pack', async () => {
    tarballs = await pack(process.env['WHO_TARBALLS'] ?? folder);
    return tarballs.length === 0 ? ['there is no package'] : [];
  });
  if (!packed) return;
  const [installed] = await Promise.all([
    check(
      'npm install of all tarballs in an empty folder',
      runs(() => install(tarballs, consumer)),
    ),
    checkTarballs(),
  ]);
  if (!installed) return;
  await checkConsumers();
  await checkJest();
  await checkReadmes(consumer, join(folder, 'readmes'));
  await using registry = await startRegistry(await released(tarballs), randomUUID());
  await check('README.md as it stands, from npm install on, as JavaScript and TypeScript', () =>
    readmeProblems(join(folder, 'application'), registry.npmrc),
  );
}

try {
  await checkAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
