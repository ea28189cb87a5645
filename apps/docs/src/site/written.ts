import { readdirSync } from 'node:fs';
import { type Page, SECTIONS, type Section } from './page.js';
import { home, read, root } from './places.js';

/** The pages that stand in `pages/`. Their first lines say in which order they come and what is said of them. */
export function writtenPages(): Page[] {
  const folder = `${home}pages/`;
  const files = readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return files
    .map((name) => pageOf(name, `${folder}${name}`))
    .sort((one, other) => one.order - other.order)
    .map(({ page }) => page);
}

function pageOf(name: string, source: string): { readonly page: Page; readonly order: number } {
  const text = read(source);
  const [head = '', fields = ''] = /^<!--\n(.*?)\n-->\n/s.exec(text) ?? [];
  const said = new Map(
    fields.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
  const [folder = ''] = name.split('/');
  const section = (folder in SECTIONS ? folder : 'start') as Section;
  const order = Number(said.get('order'));
  if (!(order > 0)) throw new Error(`${source} does not say its order.`);
  const page = {
    path: name.replace(/\.md$/, '.html'),
    section,
    name: said.get('name'),
    summary: said.get('summary'),
    markdown: text.slice(head.length),
    source,
  };
  return { page, order };
}
