import { packageFolders } from '../site/packages.js';
import { read } from '../site/places.js';
import { linkTo, rowsOf, table } from './tables.js';

/** Every option by its name. What it does stands in the README, whose table is made of the doc comments. */
export function optionsIndex(): string {
  const rows = rowsOf('option')
    .map(({ folder, cells }) => [
      cells.get('option') ?? '',
      linkTo(folder, anchorOf(folder)),
      cells.get('type') ?? '',
      cells.get('default') ?? '',
      firstSentence(cells.get('effect') ?? ''),
    ])
    .sort(([one = ''], [other = '']) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  return table(['option', 'package', 'type', 'default', 'what it does'], rows);
}

/** Every reason that plugins give, with what can be done. */
export function reasonsTable(): string {
  const rows = rowsOf('reason').map(({ folder, cells }) => [
    cells.get('reason') ?? '',
    linkTo(folder, 'reasons'),
    cells.get('what it says') ?? '',
    cells.get('what can be done') ?? '',
  ]);
  return table(['reason', 'package', 'what it says', 'what can be done'], rows);
}

const anchorOf = (folder: string): string => (hasSection(folder, 'Options') ? 'options' : '');

const hasSection = (folder: string, title: string): boolean =>
  read(`packages/${folder}/README.md`).includes(`\n## ${title}\n`);

const firstSentence = (text: string): string => /^.*?[.!?](?= [A-Z]|$)/.exec(text)?.[0] ?? text;

/** The cookies that have a name by default, by the options that give them another one. */
export function cookiesTable(): string {
  const rows = rowsOf('option').filter(({ cells }) =>
    /^`(?:cookieName|stateCookieName)`$/.test(cells.get('option') ?? ''),
  );
  return table(
    ['cookie', 'package', 'option'],
    rows.map(({ folder, cells }) => [
      cells.get('default') ?? '',
      linkTo(folder, anchorOf(folder)),
      cells.get('option') ?? '',
    ]),
  );
}

/** What READMEs say that their packages read and write: headers, cookies, keys. */
export function readsAndWrites(): string {
  return [...packageFolders().keys()]
    .filter((folder) => hasSection(folder, 'What it reads and writes'))
    .map((folder) => `## @who/${folder}\n\n<!-- section: packages/${folder}/README.md#what-it-reads-and-writes -->`)
    .join('\n\n');
}
