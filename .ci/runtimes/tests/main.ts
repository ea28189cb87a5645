// Runs the packages' own tests in Bun, Deno and workerd, which come from npm, and fails where one ends in another way
// than in Node. Takes names of packages and of runtimes, or runs all. What differs for a good reason stands in table.ts.
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../check.js';
import { root } from '../../test/packages.js';
import { installPrograms, type Programs, VERSIONS } from '../programs.js';
import { bundleForProcesses, bundleForWorkerd } from './bundle.js';
import { compare } from './compare.js';
import type { FileOutcome } from './outcome.js';
import { inProcesses, inWorkerd, type RunFiles } from './run-files.js';
import { exceptions, isRun, RUNTIMES, type RuntimeName } from './table.js';

/** A package, and its files of tests. */
interface Tested {
  readonly name: string;
  readonly files: readonly string[];
}

const names = process.argv.slice(2);
const runtimes = RUNTIMES.filter((name) => names.includes(name));
const packages = names.filter((name) => !RUNTIMES.some((runtime) => runtime === name));

function testedPackages(): Tested[] {
  return readdirSync(`${root}packages`)
    .filter((name) => !FOR_DEVELOPERS.has(name) && (packages.length === 0 || packages.includes(name)))
    .map((name) => {
      const files = readdirSync(`${root}packages/${name}/test`, { recursive: true, encoding: 'utf8' });
      const own = files.filter((file) => file.endsWith('.test.ts')).map((file) => `packages/${name}/test/${file}`);
      const served = SERVED.has(name) ? [`.ci/runtimes/tests/${name}.test.ts`] : [];
      return { name, files: [...own, ...served].sort() };
    });
}

/** They run where plugins and applications are made. */
const FOR_DEVELOPERS: ReadonlySet<string> = new Set([
  'cli',
  'create-app',
  'create-plugin',
  'dev-cas-server',
  'dev-oidc-provider',
  'dev-saml-idp',
  'dev-server',
  'testkit',
]);
/** Adapters whose conformance is tried with the runtime's own server, too. */
const SERVED: ReadonlySet<string> = new Set(['fetch', 'hono']);

/** How files of tests are run in each runtime. */
type Runners = Readonly<Record<RuntimeName | 'Node', RunFiles>>;

function runnersOf({ bun, deno, workerd }: Programs, bundle: string, worker: string): Runners {
  const main = '.ci/runtimes/tests/process.js';
  return {
    Node: inProcesses(process.execPath, [main], bundle, env),
    Bun: bun ? inProcesses(bun, ['--no-install', main], bundle, env) : missing,
    Deno: deno ? inProcesses(deno, ['run', '--no-prompt', '--allow-all', main], bundle, env) : missing,
    workerd: workerd ? inWorkerd(workerd, worker, env) : missing,
  };
}

async function missing(): Promise<never> {
  throw new Error(`npm has none for ${process.platform} ${process.arch}`);
}

/** The tests of a package in Node, and then in every other runtime. */
async function checkPackage({ name, files }: Tested, runners: Runners): Promise<void> {
  let reference: readonly FileOutcome[] = [];
  await check(`${name} in Node ${process.versions.node}`, async () => {
    reference = await runners.Node(files.filter((file) => isRun(file, 'Node')));
    return compare(reference, reference, knownIn('Node')).problems;
  });
  for (const runtime of runtimes.length === 0 ? RUNTIMES : runtimes) {
    const own = reference.map(({ file }) => file).filter((file) => isRun(file, runtime));
    if (own.length === 0) continue;
    await check(
      `${name} in ${runtime} ${VERSIONS[KEYS[runtime]]}`,
      async () => {
        const { problems, ...counts } = compare(await runners[runtime](own), reference, knownIn(runtime));
        for (const [count, tests] of Object.entries(counts)) totals[runtime][count as keyof typeof counts] += tests;
        return problems;
      },
      `npx -y pnpm@12 check:runtime-tests ${name} ${runtime}; what differs for a good reason stands in .ci/runtimes/tests/table.ts`,
    );
  }
}

const knownIn = (where: RuntimeName | 'Node') => exceptions.filter(({ in: places }) => places.includes(where));

const KEYS = { Bun: 'bun', Deno: 'deno', workerd: 'workerd' } as const;

const none = () => ({ passed: 0, skipped: 0, excepted: 0 });
const totals = { Bun: none(), Deno: none(), workerd: none() };

async function checkAll(): Promise<void> {
  const tested = testedPackages();
  const files = tested.flatMap(({ files }) => files);
  const bundle = join(folder, 'bundle');
  const worker = join(folder, 'worker');
  await bundleForProcesses(
    files.filter((file) => isRun(file, 'Node')),
    bundle,
  );
  await bundleForWorkerd(
    files.filter((file) => isRun(file, 'workerd')),
    worker,
  );
  const runners = runnersOf(await installPrograms(join(folder, 'programs')), bundle, worker);
  for (const one of tested) await checkPackage(one, runners);
  for (const [runtime, { passed, skipped, excepted }] of Object.entries(totals)) {
    console.log(
      `${runtime}: ${passed} passed as in Node, ${skipped} do not apply, ${excepted} differ as the table says`,
    );
  }
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'who-runtime-tests-')));

/** Nothing but what the tests need; and whatever a runtime wants to keep or look up, it shall not. */
const env: NodeJS.ProcessEnv = {
  HOME: folder,
  PATH: process.env['PATH'],
  DENO_NO_UPDATE_CHECK: '1',
  DO_NOT_TRACK: '1',
  NO_COLOR: '1',
};

try {
  await checkAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
