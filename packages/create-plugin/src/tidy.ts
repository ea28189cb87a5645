import { codeOf, inCodeBlocks } from './code.js';

/**
 * Puts in order what regions that were left out leave behind in a TypeScript source, so that it reads as though
 * somebody had written it: imports that nobody uses any more, blank lines, lists that fit on one line now.
 */
export function tidySource(text: string): string {
  return foldLists(tidyLines(dropUnusedImports(text)));
}

/** The same for a document: its text, and the code in it. */
export function tidyDocument(text: string): string {
  return tidyLines(inCodeBlocks(text, tidySource));
}

/** Blank lines: never two together, none at either end of a file or a block; one line at the end. */
function tidyLines(text: string): string {
  return text
    .replace(/\n{3,}/g, '\n\n')
    .replace(/([{([]\n)\n+/g, '$1')
    .replace(/\n\n+( *[})\]])/g, '\n$1')
    .replace(/^\n+/, '')
    .replace(/\n*$/, '\n')
    .replace(/^\n$/, '');
}

function dropUnusedImports(text: string): string {
  const code = codeOf(text.replace(IMPORT, ''));
  const isUsed = (name: string): boolean => new RegExp(`(?<![-/\\w])${name}\\b`).test(code);
  return text.replace(IMPORT, (_, type: string | undefined, names: string, from: string) => {
    const kept = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && isUsed(name.replace('type ', '')));
    if (kept.length === 0) return '';
    const areTypes = type !== undefined || kept.every((name) => name.startsWith('type '));
    const items = kept.map((name) => `  ${areTypes ? name.replace('type ', '') : name},\n`);
    return `import ${areTypes ? 'type ' : ''}{\n${items.join('')}} from '${from}';\n`;
  });
}

const IMPORT = /^import (type )?\{([^}]*)\} from '([^']+)';\n/gm;

/** Joins lists of names, single parameters and single type arguments where they fit on a line: as Biome's formatter would. */
function foldLists(text: string): string {
  const fold = (whole: string, before: string, items: string, after: string): string => {
    const line = before + items.trim().replace(/\s+/g, ' ').replace(/,$/, '') + after;
    return line.length <= LINE_WIDTH ? line : whole;
  };
  return text
    .replace(NAMES, (whole, before, names, after) => fold(whole, `${before}{ `, names, ` }${after}`))
    .replace(SINGLE, (whole, before, item, after) => fold(whole, before, item, after));
}

const LINE_WIDTH = 120;
const NAMES = /^(.*)\{\n((?: +(?:type )?\w+(?: = \w+)?,\n)+) *\}(.*)$/gm;
const SINGLE = /^(.*[(<])\n +(.+),?\n *([)>].*)$/gm;
