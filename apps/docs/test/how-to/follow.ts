import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { root } from '../../src/site/places.js';
import { missingIn, Reader } from './reader.js';
import { scaffold } from './scaffold.js';
import { type Step, stepsOf } from './steps.js';

/** What readers do in a browser where a page tells them to, by the names that the page gives. */
export type Visits = Readonly<Record<string, (reader: Reader) => Promise<void>>>;

/**
 * Does all that a page says, in its order, and holds it to what it says that one sees.
 *
 * @param ports those that the page prints
 */
export async function follow(path: string, ports: readonly number[], visits: Visits): Promise<void> {
  const steps = stepsOf(path);
  const visited = steps.flatMap((step) => (step.kind === 'visit' ? [step.name] : []));
  expect(visited, 'the visits of the page').toEqual(Object.keys(visits));
  await using reader = await Reader.sitDown(ports);
  for (const step of steps) {
    try {
      await take(step, reader, visits);
    } catch (error) {
      const where = step.kind === 'commands' ? `${path}:${step.line}` : `${path}: ${step.name}`;
      throw new Error(`${where}: ${(error as Error).message}\n${reader.printed}`, { cause: error });
    }
  }
  expect(await reader.type(READABLE_BY_OTHERS), 'secrets that others can read').toBe('');
}

const READABLE_BY_OTHERS = `find . -regex '.*/\\(\\.env\\|secrets?\\|secret\\..*\\|token\\.txt\\|ticket\\.txt\\|.*\\.key\\)' -type f -perm /077`;

/** A reader who has saved the files of a page, and done nothing else. */
export async function withFiles(path: string, ports: readonly number[]): Promise<Reader> {
  const reader = await Reader.sitDown(ports);
  for (const step of stepsOf(path)) if (step.kind === 'file') await reader.save(step.name, step.text);
  return reader;
}

async function take(step: Step, reader: Reader, visits: Visits): Promise<void> {
  if (step.kind === 'file') return reader.save(step.name, step.text);
  if (step.kind === 'visit') return visits[step.name]?.(reader);
  const { how, commands, shows } = step;
  if (how.startsWith('not, ')) return;
  if (how === 'npm')
    return expect(
      installs(commands).filter((name) => !isInstalled(name)),
      'not installed',
    ).toEqual([]);
  if (how === 'apt')
    return expect(
      packages(commands).filter((name) => !isOnDebian(name)),
      'not installed',
    ).toEqual([]);
  if (how === 'goes on') return reader.leaveRunning(commands, shows);
  if (how === 'goes on until its socket is there') return reader.leaveRunningUntilSocket(commands, 'shibd/shibd.sock');
  if (how === 'npm create') return void (await reader.type(commands, await scaffold(reader.folder)));
  if (how !== 'as it stands') throw new Error(`nobody knows what "${how}" means`);
  const output = await reader.type(commands);
  expect(missingIn(output, reader.own(shows)), `not in what was printed:\n${output}`).toBeUndefined();
}

/** The packages that `npm install` lines name. */
export function installs(commands: string): string[] {
  const words = commands.replaceAll('\\\n', ' ').split(/\s+/);
  return words.filter((word) => !/^(?:npm|install|--save-dev|tsx)?$/.test(word));
}

/** Those that `apt install` lines name. */
export function packages(commands: string): string[] {
  const words = commands.replaceAll('\\\n', ' ').split(/\s+/);
  return words.filter((word) => !/^(?:sudo|apt|install)?$/.test(word));
}

export const isInstalled = (name: string): boolean =>
  existsSync(`${root}apps/docs/node_modules/${name.replace(/(?<=.)@.*/, '')}`);

export function isOnDebian(name: string): boolean {
  try {
    return execFileSync('dpkg-query', ['-W', `-f=\${Status}`, name], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .startsWith('install ok installed');
  } catch {
    return false;
  }
}
