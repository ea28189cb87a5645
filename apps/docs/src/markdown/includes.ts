import { posix } from 'node:path';
import { read } from '../site/places.js';

/**
 * Puts in what a page takes from elsewhere, so that nothing is written twice:
 *
 * - `<!-- file: programs/cas/app.ts as app.mjs -->`: a file of this application, under the name that readers give it
 * - `<!-- section: packages/core/README.md#errors -->`: what stands below a heading of a file of the repository
 * - `<!-- made: errors -->`: what a generator makes
 */
export function includeAll(markdown: string, made: ReadonlyMap<string, () => string>): string {
  return markdown
    .replace(MADE, (_all, name: string) => {
      const make = made.get(name);
      if (!make) throw new Error(`Nobody makes "${name}".`);
      return make();
    })
    .replace(FILE, (_all, path: string, name: string | undefined) => fileBlock(path, name))
    .replace(SECTION, (_all, path: string, slug: string) => sectionOf(read(path), slug, path));
}

export const FILE: RegExp = /^<!-- file: (\S+)(?: as (\S+))? -->$/gm;
const SECTION = /^<!-- section: ([^\s#]+)#(\S+) -->$/gm;
const MADE = /^<!-- made: (\S+) -->$/gm;

function fileBlock(path: string, name: string = path.split('/').at(-1) ?? ''): string {
  const language = LANGUAGES.find(([ends]) => path.endsWith(ends))?.[1] ?? 'text';
  return `\`\`\`\`${language} [${name}]\n${read(`apps/docs/${path}`).trimEnd()}\n\`\`\`\``;
}

const LANGUAGES: readonly (readonly [string, string])[] = [
  ['.ts', 'ts'],
  ['.mjs', 'js'],
  ['.py', 'python'],
  ['nginx.conf', 'nginx'],
  ['slapd.conf', 'apache'],
  ['.conf', 'apache'],
  ['.yaml', 'yaml'],
  ['.json', 'json'],
  ['.xml', 'xml'],
  ['.sh', 'sh'],
  ['.ini', 'ini'],
];

/** What stands below a heading, down to the next one of its rank. */
export function sectionOf(markdown: string, slug: string, path: string): string {
  const lines = markdown.split('\n');
  let depth = 0;
  let isCode = false;
  const found: string[] = [];
  for (const line of lines) {
    if (/^(?:```|~~~)/.test(line)) isCode = !isCode;
    const [, marks = '', title = ''] = isCode ? [] : (/^(#+) (.+)$/.exec(line) ?? []);
    if (depth > 0 && marks !== '' && marks.length <= depth) break;
    if (depth > 0) found.push(isCode ? line : withOwnLinks(line, path));
    if (depth === 0 && marks !== '' && slugOf(title) === slug) depth = marks.length;
  }
  if (depth === 0) throw new Error(`${path} has no section #${slug}.`);
  return found.join('\n').trim();
}

/** Links that lead to where they did, also from another file: `/packages/core` is a path in the repository. */
function withOwnLinks(line: string, path: string): string {
  return line.replace(/\]\((?![a-z]+:|\/)([^)\s]+)\)/g, (_all, link: string) =>
    link.startsWith('#') ? `](/${path}${link})` : `](/${posix.join(posix.dirname(path), link)})`,
  );
}

/** The anchor of a heading, as GitHub makes it. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}
