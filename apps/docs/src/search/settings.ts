import type { Options } from 'minisearch';

/** How the site is searched: the same when the index is made and when it is asked. */
export const SEARCH: Options = {
  fields: ['title', 'page', 'text'],
  storeFields: ['title', 'page', 'excerpt'],
  // `loginPath`, `auth_tkt` and `WHO_SECRET` are words, and so are their parts.
  tokenize: (text) => text.split(/[^\p{L}\p{N}_]+/u).flatMap(partsOf),
  searchOptions: { prefix: true, fuzzy: 0.15, boost: { title: 4, page: 2 }, combineWith: 'AND' },
};

function partsOf(word: string): string[] {
  const parts = word.split(/_|(?<=[a-z])(?=[A-Z])/);
  return [...new Set([word, ...parts])].filter((part) => part !== '');
}
