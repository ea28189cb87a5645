import type ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { examples, fencedBlocks } from '../house/blocks.js';
import { checkExamples } from '../house/examples.js';
import { createProgram } from '../house/program.js';
import { readDocuments, tableProblems } from '../house/readmes.js';
import { writeReasons } from '../house/reasons.js';
import { type Tables, writeTables } from '../house/tables.js';
import { findPackages } from '../house/workspace.js';
import { root } from './packages.js';

/** A place where packages resolve as they do for a plugin's own files. */
const at = `${root}packages/plugin-basic-auth/`;

describe('examples', () => {
  const readme = (text: string, source = '') => ({
    path: `${at}README.md`,
    of: findPackages().find(({ folder }) => folder === 'plugin-basic-auth'),
    blocks: fencedBlocks(text, `${at}README.md`),
    // The file lends its exports; the text stands in for what it says.
    examples: examples(source, `${at}src/user-pass.ts`),
  });

  it('are found with the line of their first line of code', () => {
    const markdown = '# Title\n\n```ts\none;\ntwo;\n```\n\n~~~sh title\n```\n~~~\n';
    expect(fencedBlocks(markdown, 'a.md')).toEqual([
      { file: 'a.md', line: 4, language: 'ts', text: 'one;\ntwo;' },
      { file: 'a.md', line: 9, language: 'sh', text: '```' },
    ]);
    const source = `/**
 * Text
 *
 * @example
 * one;
 *   two;
 * @returns x
 */
// me@example.org
  /** @example three; */
  /**
   * @example \`\`\`ts
   * four;
   * \`\`\`
   */`;
    expect(examples(source, 'a.ts').map(({ line, text }) => [line, text.trim()])).toEqual([
      [4, 'one;\n  two;'],
      [10, 'three;'],
      [12, 'four;'],
    ]);
  });

  it('are compiled, each as a module that continues what stands above it', { timeout: 60_000 }, () => {
    const markdown = `
\`\`\`ts
import connect from 'connect';
import type { Register } from '@who/connect';
import { basicAuth } from '@who/plugin-basic-auth';

const plugin = basicAuth({ realm: 'Example', maxBites: 1 });
export const app = connect();
\`\`\`
\`\`\`js
const plugin = 1;
app.use((req, res) => res.end(req.remoteUsr));
createWho({});
\`\`\`
\`\`\`ts
declare module '@who/connect' {
  interface Register {
    who: string;
  }
}
const fine: number = plugin;
const other = nowhere;
\`\`\`
\`\`\`ts
other;
plugin(
\`\`\`
\`\`\`json
{ "a": 1, }
\`\`\`
\`\`\`sh
not checked (
\`\`\`
`;
    const source = `
/**
 * @example
 * createWho({ publicUrl: 'https://app.example.org', plugins: { basic: plugin } });
 * parseBasic(basicAuth({ realm: 1 }));
 */`;
    const { problems } = checkExamples([readme(markdown, source)], findPackages());
    expect(problems).toEqual([
      expect.stringMatching(/^packages\/plugin-basic-auth\/README\.md:29: .*JSON/),
      expect.stringMatching(/README\.md:7: .*'maxBites' does not exist/),
      expect.stringMatching(/README\.md:12: .*'remoteUsr' does not exist/),
      expect.stringMatching(/README\.md:13: Cannot find name 'createWho'/),
      expect.stringMatching(/README\.md:22: Cannot find name 'nowhere'/),
      expect.stringMatching(/README\.md:26: .*expected/),
      expect.stringMatching(/README\.md:25: Cannot find name 'other'/),
      expect.stringMatching(/README\.md:26: This expression is not callable/),
      expect.stringMatching(/src\/user-pass\.ts:4: .*'number'.*'Plugin'/),
      expect.stringMatching(/src\/user-pass\.ts:5: .*not assignable to parameter of type 'string'/),
      expect.stringMatching(/src\/user-pass\.ts:5: .*'number' is not assignable to type 'string'/),
    ]);
  });
});

describe('options tables', () => {
  it('are current', { timeout: 60_000 }, () => {
    const packages = findPackages();
    const sources = createProgram(
      packages.flatMap(({ entries }) => [...entries.values()]),
      new Map(),
    );
    expect(tableProblems(readDocuments(packages), sources), 'run: npx -y pnpm@12 readme').toEqual([]);
  });

  const source = `
    import type { Exchange, MaybePromise } from '@who/core';

    export type Digest = 'sha256' | 'md5';
    type Find = (exchange: Exchange) => MaybePromise<string | undefined>;
    interface Base {
      /** Counted | in
       * milliseconds. @default 5000 (5 s) */
      readonly timeoutMs?: number | undefined;
    }
    export interface GoodOptions<Name extends string = 'a', Value extends object = Date> extends Omit<Base, 'never'> {
      /** See {@link Digest}. */
      readonly digest: Digest;
      /** Which. @default the one at hand */
      readonly digests?: readonly Digest[] | undefined;
      /** Names it. @default 'attributes' */
      readonly name?: Name | undefined;
      /** Boxed. @default none */
      readonly box?: ReadonlyMap<Name, Value> | undefined;
      /** Looks. @default Date.now */
      readonly find?: Find | undefined;
      /** Says. @default false */
      says?(text: string): boolean;
      /** Who stands in front. @default none */
      readonly proxy?: {
        /** How many. @default 1 */
        readonly hops?: number;
      };
    }
    export interface BadOptions {
      readonly silent: string;
      /** Has no default. */
      readonly open?: string;
    }
    export interface PartOptions extends Pick<BadOptions, 'silent'> {}
  `;
  const file = `${at}src/virtual.ts`;
  const program = createProgram([], new Map([[file, source]]));
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile) as ts.Symbol;
  const write = (text: string): Tables =>
    writeTables({ path: `${at}README.md`, text }, checker.getExportsOfModule(module), checker, true);

  const good = `Before

<!-- options GoodOptions -->

| option | type | default | effect |
| --- | --- | --- | --- |
| \`digest\` | \`'sha256' \\| 'md5'\` | required | See \`Digest\`. |
| \`digests\` | \`('sha256' \\| 'md5')[]\` | the one at hand | Which. |
| \`name\` | \`string\` | \`'attributes'\` | Names it. |
| \`box\` | \`ReadonlyMap<string, object>\` | none | Boxed. |
| \`find\` | \`(exchange: Exchange) => MaybePromise<string \\| undefined>\` | \`Date.now\` | Looks. |
| \`says\` | \`(text: string) => boolean\` | \`false\` | Says. |
| \`proxy\` | \`object\` | none | Who stands in front. |
| \`proxy.hops\` | \`number\` | \`1\` | How many. |
| \`timeoutMs\` | \`number\` | \`5000\` (5 s) | Counted \\| in milliseconds. |

<!-- end options -->

After
`;

  it('come from the doc comments', () => {
    const empty = 'Before\n\n<!-- options GoodOptions -->\n<!-- end options -->\n\nAfter\n';
    expect(write(empty)).toMatchObject({ text: good, stale: ['GoodOptions'] });
    expect(write(good)).toMatchObject({ text: good, stale: [] });
  });

  it.each([
    ['a type', "'md5'", "'sha1'"],
    ['a default', '`5000` (5 s)', '`500`'],
    ['an effect', 'Names it', 'Called it'],
    ['a row', /\| `says.*\n/, ''],
  ] as const)('are stale when %s is another', (_what, from, to) => {
    expect(write(good.replace(from, to))).toMatchObject({ text: good, stale: ['GoodOptions'] });
  });

  it('need comments that say what an option does and what its default is', () => {
    const { problems } = write(`${good}<!-- options BadOptions -->\n<!-- end options -->`);
    expect(problems).toEqual([
      expect.stringMatching(/virtual\.ts:\d+: "silent" has no doc comment/),
      expect.stringMatching(/virtual\.ts:\d+: "open" has no @default/),
    ]);
  });

  it('are there for every options interface, or for one that has all of it', () => {
    expect(write(good).problems).toEqual([
      expect.stringContaining('BadOptions has no table'),
      expect.stringContaining('PartOptions has no table'),
    ]);
    expect(write(`${good}<!-- options NoOptions -->\n<!-- end options -->`).problems[0]).toMatch(/not export/);
  });
});

describe('tables of reasons', () => {
  const source = `
    const texts = {
      NO_COOKIE: { text: 'There is no cookie {cookie}.' },
      TIMED_OUT: {
        text: 'It timed out {seconds} s ago | or more.',
        hint: 'Sign in again.',
      },
    } as const;
    export const reasons = reasonsOf(texts);
  `;
  const good = `Before

<!-- reasons -->

| reason | what it says | what can be done |
| --- | --- | --- |
| \`NO_COOKIE\` | There is no cookie {cookie}. |  |
| \`TIMED_OUT\` | It timed out {seconds} s ago \\| or more. | Sign in again. |

<!-- end reasons -->

After
`;

  it('come from src/reasons.ts', () => {
    const empty = 'Before\n\n<!-- reasons -->\n<!-- end reasons -->\n\nAfter\n';
    expect(writeReasons(empty, source)).toEqual({ text: good, problems: [] });
    expect(writeReasons(good, source)).toEqual({ text: good, problems: [] });
    expect(writeReasons(good.replace('again', 'anew'), source).text).toBe(good);
  });

  it('are there where there are reasons, and nowhere else', () => {
    expect(writeReasons('No table.\n', undefined).problems).toEqual([]);
    expect(writeReasons('No table.\n', source).problems).toEqual([expect.stringContaining('have no table')]);
    expect(writeReasons(good, undefined).problems).toEqual([expect.stringContaining('no reason')]);
  });
});
