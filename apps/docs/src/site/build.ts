import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as bundle } from 'esbuild';
import { createHighlight } from '../markdown/highlight.js';
import { includeAll } from '../markdown/includes.js';
import { Links } from '../markdown/links.js';
import { createRender } from '../markdown/render.js';
import { layout } from '../page/layout.js';
import { makers } from '../reference/makers.js';
import { searchIndex } from '../search/search-index.js';
import { contentsPage } from './contents.js';
import { packagePages } from './packages.js';
import { type Page, titleOf } from './page.js';
import { home, read, root } from './places.js';
import { writtenPages } from './written.js';

/** What was built. */
export interface Built {
  readonly pages: number;
  readonly seconds: number;
}

/** Every page, with what it includes. */
export async function allPages(): Promise<Page[]> {
  const made = await makers();
  const pages = [...writtenPages(), ...packagePages()].map((page) => ({
    ...page,
    markdown: includeAll(page.markdown, made),
  }));
  return [...pages, contentsPage(pages)];
}

/** Builds the site into a folder, which is replaced. */
export async function buildSite(folder: string): Promise<Built> {
  const started = performance.now();
  const pages = await allPages();
  const titles = new Map(pages.map((page) => [page, titleOf(page.markdown)]));
  const links = new Links(pagesByFile(pages));
  const render = createRender(links, await createHighlight());

  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'assets'), { recursive: true });
  const rendered = pages.map((page) => ({ page, ...render(page) }));
  for (const { page, ...content } of rendered) {
    const file = join(folder, page.path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, layout(page, content, { pages, titles }));
  }
  await writeFile(join(folder, 'assets/search.json'), searchIndex(rendered));
  await writeFile(join(folder, 'assets/icon.svg'), read(`${home}src/page/icon.svg`));
  await writeFile(join(folder, 'assets/style.css'), read(`${home}src/page/style.css`));
  for (const asset of links.assets) await cp(root + asset, join(folder, 'assets', asset.split('/').at(-1) ?? ''));
  await bundle({
    entryPoints: ['theme', 'site'].map((name) => `${root + home}src/client/${name}.ts`),
    outdir: join(folder, 'assets'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  return { pages: pages.length, seconds: (performance.now() - started) / 1000 };
}

/** Which page shows a file of the repository. */
function pagesByFile(pages: readonly Page[]): ReadonlyMap<string, string> {
  const own = pages.map(({ source, path }): [string, string] => [source, path]);
  return new Map([...own, ['README.md', 'index.html'], ['', 'index.html'], ['.', 'index.html']]);
}
