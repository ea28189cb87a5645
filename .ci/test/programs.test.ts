import { describe, expect, it } from 'vitest';
import { fencedBlocks } from '../house/blocks.js';
import { NOT_RUN, planOf, staleExcuses } from '../packages/readmes/plan.js';
import { installed, nameOf, type Readme, readReadmes } from '../packages/readmes/programs.js';

describe('programs of READMEs', () => {
  const module = (printed: string, run?: string): Readme['modules'][number] => ({
    at: 'README.md:1',
    name: 'README.1',
    text: printed,
    printed,
    augments: false,
    run,
  });
  const readme = (modules: Readme['modules'], excuses: readonly string[] = []): Readme => ({
    path: 'README.md',
    installs: [],
    modules,
    excuses,
    shell: [],
  });

  it('are all planned, and so is the one that is run as it stands', () => {
    const readmes = readReadmes();
    expect(readmes.flatMap((one) => planOf(one).problems)).toEqual([]);
    expect(staleExcuses(readmes)).toEqual([]);
    expect(readmes[0]).toMatchObject({ path: 'README.md', shell: [expect.stringMatching(/^npm install /)] });
    for (const { path, installs } of readmes) expect(installs, path).not.toEqual([]);
  });

  it.each([
    ['a server that nobody asks', readme([module('createServer(checkTargets(app)).listen(1);')]), /nobody asks/],
    ['a name that is none', readme([module('', 'baisc')]), /what is "baisc"/],
    ['an application that is not wrapped', readme([module('app.listen(1);', 'basic')]), /checkTargets/],
    ['an excuse of its own', readme([], ['not, it is hard']), /^README\.md: not, it is hard/],
  ])('are not: %s', (_what, one, problem) => {
    expect(planOf(one).problems).toEqual([expect.stringMatching(problem)]);
  });

  it('do not keep excuses that no README needs', () => {
    expect(staleExcuses([])).toHaveLength(NOT_RUN.length);
  });

  it('say how they are run right above them', () => {
    const markdown = '<!-- run: form -->\n\n```ts\n1;\n```\n\n```ts\n2;\n```\n<!-- run: a -->\ntext\n```ts\n3;\n```';
    expect(fencedBlocks(markdown, 'a.md').map(({ run }) => run)).toEqual(['form', undefined, undefined]);
  });

  it('install what a line or a sentence names', () => {
    const text = 'x\nnpm install --save-dev @who/core keyv@5 # both\n`npm install ws`.\nnpm installs nothing\n';
    expect(installed(text).map(nameOf)).toEqual(['@who/core', 'keyv', 'ws']);
  });
});
