import type MiniSearch from 'minisearch';
import type { Options, SearchResult } from 'minisearch';

/** How the site is searched: the same when the index is made and when it is asked. */
export const SEARCH: Options = {
  fields: ['title', 'page', 'text'],
  storeFields: ['title', 'page', 'excerpt'],
  // `loginPath`, `auth_tkt` and `WHO_SECRET` are words, and so are their parts.
  tokenize: (text) => text.split(/[^\p{L}\p{N}_]+/u).flatMap(partsOf),
  searchOptions: {
    prefix: true,
    fuzzy: 0.15,
    boost: { title: 4, page: 2 },
    combineWith: 'AND',
    processTerm: (term) => (EMPTY.has(term.toLowerCase()) ? null : term.toLowerCase()),
  },
};

/** What has all that is wanted; where there is nothing, what has some of it. */
export function find(index: MiniSearch, wanted: string): readonly SearchResult[] {
  const all = index.search(wanted);
  return all.length > 0 ? all : index.search(wanted, { combineWith: 'OR' });
}

/** Words that people type, and that say nothing. */
const EMPTY: ReadonlySet<string> = new Set(
  'a an and at by do for from how i in is it my of on or the to with'.split(' '),
);

function partsOf(word: string): string[] {
  const parts = word.split(/_|(?<=[a-z])(?=[A-Z])/);
  return [...new Set([word, ...parts])].filter((part) => part !== '');
}
