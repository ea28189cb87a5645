import { packageFolders } from '../site/packages.js';
import { read } from '../site/places.js';

/** A row of a table in a README: its cells by the names of their columns. */
export interface Row {
  /** `plugin-cas` */
  readonly folder: string;
  readonly cells: ReadonlyMap<string, string>;
}

/** The rows of all tables in the packages' READMEs whose first column has a name. */
export function rowsOf(first: string): Row[] {
  return [...packageFolders().keys()].flatMap((folder) => {
    const lines = read(`packages/${folder}/README.md`).split('\n');
    const rows: Row[] = [];
    let columns: readonly string[] = [];
    for (const [index, line] of lines.entries()) {
      if (!line.startsWith('|')) columns = [];
      else if (/^\|[\s:|-]+\|$/.test(lines[index + 1] ?? '')) columns = cellsOf(line);
      else if (columns[0] === first && !/^\|[\s:|-]+\|$/.test(line)) {
        rows.push({ folder, cells: new Map(cellsOf(line).map((cell, at) => [columns[at] ?? '', cell])) });
      }
    }
    return rows;
  });
}

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

/** A table as Markdown. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A link to the README of a package, or to a part of it. */
export const linkTo = (folder: string, anchor: string): string =>
  `[${folder}](/packages/${folder}/README.md${anchor === '' ? '' : `#${anchor}`})`;
