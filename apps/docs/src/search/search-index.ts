import MiniSearch from 'minisearch';
import type { Rendered } from '../markdown/render.js';
import { type Page, SECTIONS } from '../site/page.js';
import { SEARCH } from './settings.js';

/** The index that browsers load when somebody searches. Each heading is found by itself. */
export function searchIndex(rendered: readonly (Rendered & { readonly page: Page })[]): string {
  const search = new MiniSearch(SEARCH);
  for (const { page, parts } of rendered) {
    const [first] = parts;
    search.addAll(
      parts.map(({ heading, text }) => ({
        id: heading.depth === 1 ? page.path : `${page.path}#${heading.id}`,
        title: heading.text,
        page: heading === first?.heading ? SECTIONS[page.section] : `${SECTIONS[page.section]}: ${first?.heading.text}`,
        text,
        excerpt: text.replace(/\s+/g, ' ').slice(0, 160),
      })),
    );
  }
  return JSON.stringify(search);
}
