import { readdirSync, readFileSync } from 'node:fs';
import { packageFolders } from '../site/packages.js';
import { root } from '../site/places.js';
import { linkTo, type Row, rowsOf, table } from './tables.js';

/** All codes of errors: what each means, by the table of its README; and what can be done, by the reason of its name. */
export function errorsTable(): string {
  const rows = rowsOf('code');
  const hints = new Map(rowsOf('reason').map(({ cells }) => [cells.get('reason'), cells.get('what can be done')]));
  const all = rows.flatMap((row) => codesIn(row).map((code) => ({ code, row })));
  // Options that are bad are so everywhere, and are told of once.
  const badOption = all.find(({ code }) => code === 'BAD_OPTION');
  const told = all.filter((one) => one.code !== 'BAD_OPTION' || one === badOption);
  const found = new Map(
    told.map(({ code, row }) => {
      const place = code === 'BAD_OPTION' ? 'every package' : linkTo(row.folder, 'errors');
      const when = withHint(meaning(row), row.cells.get('what to do') ?? hints.get(`\`${code}\``));
      return [`${code} ${row.folder}`, [`\`${code}\``, place, when, effect(row)]];
    }),
  );
  const sorted = [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cells]) => cells);
  return table(['code', 'package', 'when, and what can be done', 'effect'], sorted);
}

/** Codes that a union in `src/errors.ts` has, and no table tells of. */
export function untoldCodes(): string[] {
  const told = new Set(rowsOf('code').flatMap((row) => codesIn(row).map((code) => `${row.folder} ${code}`)));
  return [...packageFolders().keys()].flatMap((folder) =>
    codesOfUnions(folder)
      .filter((code) => !told.has(`${folder} ${code}`))
      .map((code) => `${folder}: ${code}`),
  );
}

function codesOfUnions(folder: string): string[] {
  const at = `${root}packages/${folder}/src/`;
  const files = readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?:^|\/)errors\.ts$/.test(name),
  );
  const texts = files.map((name) => readFileSync(at + name, 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/^ {2}\| '([A-Z][A-Z_]+)'/gm)].map(([, code = '']) => code));
}

const withHint = (when: string, hint = ''): string => (hint === '' ? when : `${when}<br>→ ${hint}`);

const codesIn = ({ cells }: Row): string[] =>
  [...(cells.get('code') ?? '').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, code = '']) => code);

const meaning = ({ cells }: Row): string => cells.get('when') ?? cells.get('why') ?? cells.get('what it means') ?? '';

const effect = ({ cells }: Row): string =>
  cells.get('HTTP effect') ??
  cells.get('effect') ??
  cells.get('status') ??
  cells.get('HTTP') ??
  cells.get('exit code') ??
  '';
