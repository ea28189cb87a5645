import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readDocuments } from '../../house/readmes.js';
import { snippetsOf } from '../../house/snippets.js';
import { findPackages } from '../../house/workspace.js';
import { root } from '../../test/packages.js';

/** The code of a README, as somebody would have it who copied it. */
export interface Readme {
  /** `packages/core/README.md` */
  readonly path: string;
  /** What its `npm install` lines name. */
  readonly installs: readonly string[];
  readonly modules: readonly Module[];
  /** What it says of blocks that do not run. They are not among its modules. */
  readonly excuses: readonly string[];
  /** Its `sh` blocks that are run as they stand, line by line. */
  readonly shell: readonly string[];
  /** Files that its programs read: `yaml` blocks that begin with their name, `# who.yaml`. */
  readonly files?: ReadonlyMap<string, string> | undefined;
}

/** A block of code. It goes on from those above it, which are modules that it imports. */
export interface Module {
  /** `packages/core/README.md:24` */
  readonly at: string;
  /** `README.1`, to which `.ts` or `.js` belongs. */
  readonly name: string;
  /** The block as it is printed, and imports and exports below it. */
  readonly text: string;
  readonly printed: string;
  /** It adds to the types of other modules. */
  readonly augments: boolean;
  /** What `<!-- run: … -->` above the block says. */
  readonly run: string | undefined;
}

/** Every README that has code. */
export function readReadmes(): Readme[] {
  const packages = findPackages();
  return readDocuments(packages).flatMap((document) => {
    const path = document.path.replace(root, '');
    const [excused, blocks] = partition(document.blocks, ({ run }) => run?.startsWith('not, ') === true);
    const modules = snippetsOf({ ...document, blocks, examples: [] }, packages).map(
      ({ block, path: file, text, augments }) => ({
        at: `${path}:${block.line}`,
        name: file.slice(dirname(file).length + 1).replace(/\.ts$/, ''),
        text,
        printed: block.text,
        augments,
        run: block.run,
      }),
    );
    const installs = installed(readFileSync(document.path, 'utf8'));
    const shell = document.blocks.filter(({ language, run }) => language === 'sh' && run === 'as it stands');
    const excuses = excused.map(({ run = '' }) => run);
    const files = new Map(
      document.blocks.flatMap(({ language, text }): [string, string][] => {
        const [, name] = /^# ([\w.-]+\.yaml)\n/.exec(text) ?? [];
        return language === 'yaml' && name !== undefined ? [[name, text]] : [];
      }),
    );
    const commands = shell.map(({ text }) => text);
    return modules.length === 0 ? [] : [{ path, installs, modules, excuses, shell: commands, files }];
  });
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** The packages that `npm install` lines name, in blocks and in sentences. */
export function installed(markdown: string): string[] {
  const lines = markdown.replace(/\\\n/g, '').matchAll(/^npm install ([^#\n]*)|`npm install ([^`]*)`/gm);
  return [...lines]
    .flatMap(([, line, inline]) => (line ?? inline ?? '').trim().split(/\s+/))
    .filter((word) => word !== '' && !word.startsWith('-'));
}

/** `@who/core` of `@who/core@1`. */
export const nameOf = (spec: string): string => spec.replace(/(?<=.)@.*$/, '');
