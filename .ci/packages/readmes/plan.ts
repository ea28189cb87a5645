import type { Module, Readme } from './programs.js';
import { VISITS } from './visits.js';

/** What becomes of the blocks of a README. */
export interface Plan {
  readonly readme: Readme;
  /** Each in a process of its own, which a visitor asks. */
  readonly servers: readonly Module[];
  /** Run by vitest. */
  readonly tests: readonly Module[];
  /** All others, one after the other in one process. */
  readonly others: readonly Module[];
  readonly problems: readonly string[];
}

/**
 * The blocks that do not run, and why. The list is kept by hand: a README cannot excuse a block by itself.
 * They compile, like all others.
 */
export const NOT_RUN: readonly string[] = [
  'packages/plugin-cas/README.md: not, it reads certificates of yours',
  'packages/plugin-metadata-cache-redis/README.md: not, it reaches for servers of yours',
];

export function planOf(readme: Readme): Plan {
  const servers = readme.modules.filter(({ run = '' }) => run in VISITS);
  const tests = readme.modules.filter(({ run }) => run === 'vitest');
  const others = readme.modules.filter(({ run }) => run === undefined);
  const settings = readme.modules.filter(({ run }) => run === 'by Jest');
  const planned = new Set([...servers, ...tests, ...others, ...settings]);
  return {
    readme,
    servers,
    tests,
    others,
    problems: [
      ...excusesOf(readme).filter((excuse) => !NOT_RUN.includes(excuse)),
      ...readme.modules.filter((module) => !planned.has(module)).map(({ at, run }) => `${at}: what is "${run}"?`),
      ...readme.modules
        .filter(({ printed }) => /createServer\(app\)|\bapp\.listen\(/.test(printed) && !REFUSES.test(printed))
        .map(({ at }) => `${at}: needs checkTargets() around the application`),
      ...others.filter(({ printed }) => /\.listen\(/.test(printed)).map(({ at }) => `${at}: nobody asks this server`),
    ],
  };
}

/** Adapters whose frameworks do not mind such a target, so that they can refuse it in the midst of an application. */
const REFUSES = /\b(?:whoFastify|whoKoa)\b/;

/** Excuses that no README needs any more. */
export function staleExcuses(readmes: readonly Readme[]): string[] {
  const used = readmes.flatMap(excusesOf);
  return NOT_RUN.filter((excuse) => !used.includes(excuse)).map((excuse) => `no README needs it: ${excuse}`);
}

const excusesOf = ({ path, excuses }: Readme): string[] => excuses.map((excuse) => `${path}: ${excuse}`);
