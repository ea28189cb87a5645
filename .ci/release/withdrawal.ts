import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../command.js';
import type { Registry } from '../registry/server.js';
import { Refusal } from '../registry/store.js';

/** A release that was a mistake: the version that is good, and the one after it. */
export interface Mistake {
  readonly name: string;
  readonly good: string;
  readonly bad: string;
}

/** Takes a version back as CONTRIBUTING.md says: tried without effect, deprecated, no longer the latest, removed. */
export async function withdrawalProblems(registry: Registry, mistake: Mistake, folder: string): Promise<string[]> {
  const { name, good, bad } = mistake;
  const maintainer = join(folder, 'maintainer');
  await mkdir(maintainer);
  await writeFile(join(maintainer, '.npmrc'), registry.publishers);
  const npm = (...args: string[]): Promise<string> => command('npm', args, maintainer);
  const newcomer = async (place: string): Promise<string> => {
    const at = join(folder, place);
    await mkdir(at);
    await writeFile(join(at, '.npmrc'), registry.npmrc);
    await writeFile(join(at, 'package.json'), '{ "private": true }');
    await command('npm', ['install', '--no-audit', '--no-fund', '--no-save', name], at);
    return JSON.parse(await command('npm', ['ls', '--json', name], at)).dependencies[name].version;
  };
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const state = (): string => JSON.stringify(registry.store.document(name));

  const before = state();
  await npm('deprecate', '--dry-run', `${name}@${bad}`, WHY);
  await npm('unpublish', '--dry-run', `${name}@${bad}`);
  expect(state() === before, 'a dry run changes something');

  await npm('deprecate', `${name}@${bad}`, WHY);
  const { versions } = registry.store.document(name);
  expect(versions[bad]?.deprecated === WHY && !versions[good]?.deprecated, `${bad} alone is not deprecated`);
  await npm('dist-tag', 'add', `${name}@${good}`, 'latest');
  expect((await newcomer('after-deprecation')) === good, `${bad} is still what newcomers get`);

  await npm('unpublish', `${name}@${bad}`);
  expect(registry.store.document(name).versions[bad] === undefined, `${bad} is still there`);
  const again = { ...JSON.parse(before), _attachments: {}, versions: { [bad]: JSON.parse(before).versions[bad] } };
  expect(
    isRefused(() => registry.store.publish(name, again)),
    `${bad} can be published anew`,
  );
  return problems;
}

function isRefused(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof Refusal && error.status === 403;
  }
}

const WHY = 'A mistake: use the version before it';
