import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const [, section = ''] = read('../README.md').split('\n## Checklist\n');
const rows = [...section.matchAll(/^\| (.+) \| ([\w/-]+) \| (.+) \|$/gm)]
  .map(([, duty = '', file = '', title = '']) => ({ duty, file, title }))
  .filter(({ file }) => file !== 'file');

/** What stands first behind `it(`, or behind the rows of `it.each(…)(`. */
const titlesIn = (source: string): string[] =>
  [...source.matchAll(/(?:\bit|\))\(\s*(['"`])(.+?)\1,/g)].map(([, , title = '']) => title);

describe('the checklist', () => {
  it('is there', () => {
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows)('“$duty” is proven by $file: $title', ({ file, title }) => {
    // What the base does is proven there.
    const at = file.startsWith('sso/') ? `../../sso/test/${file.slice(4)}` : file;
    expect(titlesIn(read(`${at}.test.ts`))).toContain(title);
  });
});
