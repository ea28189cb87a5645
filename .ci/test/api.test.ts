import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apiReport } from '../house/api.js';
import { reportProblems, writeReports } from '../house/reports.js';
import { findPackages } from '../house/workspace.js';

const sources = {
  'src/index.ts': "export { greet, type Greeting as Hello } from './greet.js';\n",
  'src/greet.ts': `
    import type { Socket } from 'node:net';
    import { type Tone, secret } from './tone.js';

    /** What is said. */
    export interface Greeting extends Base {
      readonly to: string;
      readonly tone?: Tone | undefined;
    }
    interface Base { readonly over: Socket }
    export interface Unreachable {}
    export function greet(greeting: Greeting, times: number = 1): string {
      return secret(greeting.to, times);
    }
    declare module 'node:http' {
      interface IncomingMessage { greeting?: Greeting | undefined }
    }
  `,
  'src/tone.ts': `
    export type Tone = 'warm' | 'cool';
    export const secret = (to: string, times: number): string => to.repeat(times);
  `,
};

function reportOf(change: Partial<typeof sources> = {}): string {
  const texts: Record<string, string> = { ...sources, ...change };
  return apiReport(new Map([['@who/greet', 'src/index.ts']]), (path) => texts[path] ?? '');
}

it('is committed as it is', () => {
  expect(reportProblems(findPackages()), 'if the change is meant: npx -y pnpm@12 api').toEqual([]);
});

it('tells what a package exports and what that refers to, sorted and without comments', () => {
  expect(reportOf()).toBe(`import type { Socket } from 'node:net';

interface Base {
  readonly over: Socket;
}

interface Greeting extends Base {
  readonly to: string;
  readonly tone?: Tone | undefined;
}

type Tone = 'warm' | 'cool';

declare function greet(greeting: Greeting, times?: number): string;

declare module 'node:http' {
  interface IncomingMessage {
    greeting?: Greeting | undefined;
  }
}

// @who/greet
export {
  Greeting as Hello,
  greet,
};
`);
});

it.each([
  ['a comment', 'src/greet.ts', '/** What is said. */', '// Nothing to see'],
  ['a body', 'src/tone.ts', 'to.repeat(times)', 'to.padEnd(times)'],
  ['what nobody can reach', 'src/greet.ts', 'export interface Unreachable {}', ''],
  ['blanks', 'src/tone.ts', "'warm' | 'cool'", "'warm'   |  'cool'"],
] as const)('does not change with %s', (_what, path, from, to) => {
  expect(reportOf({ [path]: sources[path].replace(from, to) })).toBe(reportOf());
});

it.each([
  ['a default', 'src/greet.ts', ' = 1', ''],
  ['an option', 'src/greet.ts', 'readonly to: string', 'readonly to: string | undefined'],
  ['a type that is reached through another', 'src/tone.ts', "| 'cool'", ''],
  ['what is inherited', 'src/greet.ts', 'readonly over', 'readonly by'],
  ['an export', 'src/index.ts', 'greet, ', ''],
  ["another module's types", 'src/greet.ts', 'greeting?:', 'hello?:'],
] as const)('changes with %s', (_what, path, from, to) => {
  expect(reportOf({ [path]: sources[path].replace(from, to) })).not.toBe(reportOf());
});

it('is compared with the committed one, and shows what changed', () => {
  const packages = findPackages().filter(({ folder }) => folder === 'plugin-basic-auth');
  const folder = `${mkdtempSync(join(tmpdir(), 'who-api-'))}/`;
  try {
    expect(reportProblems(packages, folder)).toEqual([expect.stringContaining('+declare function basicAuth(')]);
    writeReports(packages, folder);
    expect(reportProblems(packages, folder)).toEqual([]);

    const file = `${folder}plugin-basic-auth.d.ts`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('readonly realm: string', 'readonly realm?: string'));
    writeFileSync(`${folder}gone.d.ts`, '');
    const [changed, gone] = reportProblems(packages, folder);
    expect(changed).toMatch(/^-.*realm\?: string;\n\+.*realm: string;$/m);
    expect(gone).toBe('gone.d.ts belongs to no package');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
