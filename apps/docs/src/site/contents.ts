import { type Page, SECTIONS, titleOf } from './page.js';
import { home } from './places.js';

/** All pages in a list: where the search leads that has no script. */
export function contentsPage(pages: readonly Page[]): Page {
  const lists = Object.entries(SECTIONS).map(([section, name]) => {
    const rows = pages
      .filter((page) => page.section === section)
      .map((page) => {
        const summary = page.summary === undefined ? '' : `: ${page.summary}`;
        return `- [${page.name ?? titleOf(page.markdown)}](${page.path})${summary}`;
      });
    return `## ${name}\n\n${rows.join('\n')}`;
  });
  return {
    path: 'contents.html',
    section: 'start',
    name: 'All pages',
    markdown: `# All pages\n\n${lists.join('\n\n')}\n`,
    source: `${home}pages/contents.md`,
  };
}
