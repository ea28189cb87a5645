import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../test/packages.js';
import { type Application, type Start, start } from './application.js';
import { attack } from './attack.js';
import type { Backends } from './backends.js';
import type { Plan } from './plan.js';
import type { Module } from './programs.js';
import { alice, VISITS } from './visits.js';

/** Runs all of a README's code in its folder. */
export async function runProblems(plan: Plan, folder: string, backends: Backends): Promise<string[]> {
  const problems: string[] = [];
  for (const server of plan.servers) problems.push(...(await serverProblems(server, folder, backends)));
  return [...problems, ...(await otherProblems(plan, folder, backends)), ...(await testProblems(plan, folder))];
}

/** As a reader of JavaScript starts it, from the folder of his password file. */
async function serverProblems({ at, name, run = '' }: Module, folder: string, backends: Backends): Promise<string[]> {
  const program: Start = { command: [process.execPath, join('js', `${name}.js`)], folder, env: backends.env };
  try {
    await using application = await start(program);
    await visit(application, run, backends);
    return (await attack(application, alice)).map((problem) => `${at}: ${problem}`);
  } catch (error) {
    return [`${at}: ${(error as Error).message}`];
  }
}

/** @throws what is not as the README says, with what the program has printed */
async function visit(application: Application, run: string, backends: Backends): Promise<void> {
  try {
    await VISITS[run]?.(application, backends);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${application.output}`.trim(), { cause: error });
  }
}

/** As TypeScript, one after the other. Where they speak to an application of the reader's, there is one. */
async function otherProblems({ readme, others }: Plan, folder: string, { env }: Backends): Promise<string[]> {
  if (others.length === 0) return [];
  const lines = others.map(({ name }) => `await import('./${name}.js');`);
  await writeFile(join(folder, 'others.ts'), [...lines, 'process.exit(0);', 'export {};', ''].join('\n'));
  await using reader = await application(() => program.portFor(0));
  const ports = { README_PORTS: JSON.stringify([['3000', reader.port]]) };
  await using program = await start({ command: [TSX, 'others.ts'], folder, env: { ...env, ...ports }, serves: false });
  const code = await program.ended;
  return code === 0 ? [] : [`${readme.path}: ended with ${code}\n${program.output}`];
}

async function testProblems({ readme, tests }: Plan, folder: string): Promise<string[]> {
  for (const { name, text } of tests) await writeFile(join(folder, `${name}.test.ts`), text);
  if (tests.length === 0) return [];
  await using program = await start({ command: ['npx', 'vitest', 'run'], folder, serves: false });
  const code = await program.ended;
  return code === 0 ? [] : [`${readme.path}: vitest ended with ${code}\n${program.output}`];
}

/** An application behind CAS, as far as a CAS server sees one: it validates what comes, and takes what is posted. */
async function application(casPort: () => number | undefined): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer(async (req, res) => {
    const { searchParams } = new URL(req.url ?? '', 'http://localhost');
    const query = new URLSearchParams({ ticket: searchParams.get('ticket') ?? '', service: SERVICE });
    if (req.method === 'GET') await fetch(`http://127.0.0.1:${casPort()}/cas/p3/serviceValidate?${query}`);
    res.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const SERVICE = 'http://127.0.0.1:3000/login/cas';
const TSX = `${root}node_modules/.bin/tsx`;
