import { existsSync, readdirSync } from 'node:fs';
import type { Page } from './page.js';
import { read, root } from './places.js';

/** Every package by its folder, with what the table in the README of the repository says of it. */
export function packageFolders(): ReadonlyMap<string, string> {
  const rows = read('README.md').matchAll(/^\| \[@who\/[\w-]+\]\(packages\/([\w-]+)\) \| (.*) \|$/gm);
  const said = new Map([...rows].map(([, folder = '', what = '']) => [folder, plain(what)]));
  const folders = readdirSync(`${root}packages`).filter((name) => existsSync(`${root}packages/${name}/package.json`));
  for (const folder of folders) {
    if (!said.has(folder)) throw new Error(`README.md does not list packages/${folder}.`);
  }
  return said;
}

/** The READMEs as pages. */
export function packagePages(): Page[] {
  return [...packageFolders()].map(([folder, summary]) => ({
    path: `packages/${folder}.html`,
    section: 'packages',
    name: `@who/${folder}`,
    summary,
    markdown: read(`packages/${folder}/README.md`),
    source: `packages/${folder}/README.md`,
  }));
}

const plain = (markdown: string): string => markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
