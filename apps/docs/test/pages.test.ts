import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsTable, untoldCodes } from '../src/reference/errors.js';
import { home, read, root } from '../src/site/places.js';
import { installs } from './how-to/follow.js';
import { missingIn } from './how-to/reader.js';
import { type Step, stepsOf } from './how-to/steps.js';

const namesIn = (folder: string, ends: string): string[] =>
  readdirSync(root + home + folder)
    .filter((name) => name.endsWith(ends))
    .map((name) => name.slice(0, -ends.length))
    .sort();

const howTos = namesIn('pages/how-to', '.md');

describe('how-tos', () => {
  it('are all followed by a test', () => {
    expect(howTos).toEqual(namesIn('test/how-to', '.test.ts'));
  });

  // A plugin that is scaffolded brings along what it needs: its own tests say so.
  const whole = howTos.filter((name) => stepsOf(`how-to/${name}.md`).every((step) => !isScaffold(step)));

  it.each(whole)('%s: installs what its programs import, and nothing else', (name) => {
    const steps = stepsOf(`how-to/${name}.md`);
    const installed = steps.flatMap((step) =>
      step.kind === 'commands' && step.how === 'npm' ? installs(step.commands) : [],
    );
    const texts = steps.flatMap((step) =>
      step.kind === 'file' ? [step.text] : step.kind === 'commands' ? [step.commands] : [],
    );
    const used = texts.flatMap((text) =>
      [...text.matchAll(/(?:from '|^import '|npx )((?:@[\w-]+\/)?[a-z][\w.-]*)(?![:\w])/gm)].map(
        ([, specifier = '']) => specifier,
      ),
    );
    const missing = [...new Set(used)].filter((specifier) => !installed.map(bare).includes(specifier));
    expect(missing, 'imported and not installed').toEqual([]);
    const unused = installed.map(bare).filter((one) => !used.includes(one) && !isPeer(one, installed.map(bare)));
    expect(unused, 'installed and not used').toEqual([]);
  });
});

describe('what a page shows', () => {
  it('is looked for line by line, in order', () => {
    expect(missingIn('a 1\n  b 22\nc', 'A 1\nb …\n…\nc')).toBeUndefined();
    expect(missingIn('a\nb', 'b\na')).toBe('a');
    expect(missingIn('HTTP/1.1 200 OK', 'HTTP.1.1 200 OK')).toBe('HTTP.1.1 200 OK');
  });
});

describe('error codes', () => {
  it('of every union stand in a table of their README', () => {
    expect(untoldCodes()).toEqual([]);
    expect(errorsTable()).toMatch(/^\| `CAS_UNAVAILABLE` \| \[plugin-cas\]/m);
    expect(errorsTable()).toMatch(/^\| `CONFIG_INTERPOLATION` \| \[config\].*<br>→ write `%%` for/m);
  });
});

const isScaffold = (step: Step): boolean => step.kind === 'commands' && step.how === 'npm create';

const bare = (spec: string): string => spec.replace(/(?<=.)@.*$/, '');

/** Whether another package that is installed wants it beside itself. */
function isPeer(name: string, installed: readonly string[]): boolean {
  return installed.some((one) => {
    if (!one.startsWith('@who/')) return false;
    const { peerDependencies = {} } = JSON.parse(read(`packages/${one.slice('@who/'.length)}/package.json`)) as {
      peerDependencies?: Record<string, string>;
    };
    return name in peerDependencies;
  });
}
