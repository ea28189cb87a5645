import { relative } from '../markdown/links.js';
import type { Heading, Rendered } from '../markdown/render.js';
import { type Page, SECTIONS } from '../site/page.js';
import { repositoryUrl } from '../site/places.js';
import { escapeHtml as e } from './escape.js';

/** What every page knows of the others. */
export interface Site {
  readonly pages: readonly Page[];
  readonly titles: ReadonlyMap<Page, string>;
}

/** A whole page. Links are relative: the site may lie below any address. */
export function layout(page: Page, { html, headings }: Rendered, site: Site): string {
  const to = (path: string): string => e(relative(page.path, path));
  const title = headings[0]?.text ?? '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(title === '@who' ? '@who: pluggable authentication for Node' : `${title} · @who`)}</title>
${page.summary === undefined ? '' : `<meta name="description" content="${e(page.summary)}">\n`}<meta name="color-scheme" content="light dark">
<link rel="icon" href="${to('assets/icon.svg')}">
<link rel="stylesheet" href="${to('assets/style.css')}">
<script src="${to('assets/theme.js')}"></script>
<script type="module" src="${to('assets/site.js')}"></script>
</head>
<body data-top="${to('index.html').slice(0, -'index.html'.length)}">
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="${to('index.html')}"><span aria-hidden="true" class="at">@</span>who</a>
<nav aria-label="Sections"><ul>
${sections(page, site, to)}
</ul></nav>
<div class="tools">
<a class="find" href="${to('contents.html')}"><span>Search</span><kbd aria-hidden="true">/</kbd></a>
<button class="theme" type="button" hidden aria-label="Dark colours"></button>
</div>
</header>
<div class="page is-${page.path === 'index.html' ? 'home' : page.section}">
${sidebar(page, site, to)}
<main id="main" tabindex="-1">
<article>
${html}</article>
${neighbours(page, site, to)}
<footer>${footer(page)}</footer>
</main>
${contents(headings)}
</div>
</body>
</html>
`;
}

type To = (path: string) => string;

function sections(page: Page, { pages }: Site, to: To): string {
  return Object.entries(SECTIONS)
    .flatMap(([section, name]) => {
      const first = pages.find((one) => one.section === section);
      if (!first) return [];
      const isHere = section === page.section;
      return [`<li><a href="${to(first.path)}"${isHere ? ' aria-current="true"' : ''}>${e(name)}</a></li>`];
    })
    .join('\n');
}

/** The pages of the section. On narrow screens it is folded, which takes no script. */
function sidebar(page: Page, { pages, titles }: Site, to: To): string {
  const inSection = pages.filter(({ section }) => section === page.section);
  if (inSection.length < 2) return '<div class="side"></div>';
  const links = inSection.map((one) => {
    const current = one === page ? ' aria-current="page"' : '';
    return `<li><a href="${to(one.path)}"${current}>${e(one.name ?? titles.get(one) ?? '')}</a></li>`;
  });
  const list = `<ul>\n${links.join('\n')}\n</ul>`;
  const name = e(SECTIONS[page.section]);
  return `<nav class="side" aria-label="${name}">
<details class="folded"><summary>${name}: ${inSection.length} pages</summary>${list}</details>
<div class="open"><p>${name}</p>${list}</div>
</nav>`;
}

function neighbours(page: Page, { pages, titles }: Site, to: To): string {
  const inSection = pages.filter(({ section }) => section === page.section);
  const at = inSection.indexOf(page);
  const link = (one: Page | undefined, rel: string, word: string): string =>
    one === undefined
      ? ''
      : `<a rel="${rel}" href="${to(one.path)}"><span>${word}</span>${e(one.name ?? titles.get(one) ?? '')}</a>`;
  const both = link(inSection[at - 1], 'prev', 'Before') + link(inSection[at + 1], 'next', 'Next');
  return both === '' ? '' : `<nav class="neighbours" aria-label="Before and after">${both}</nav>`;
}

const footer = ({ source }: Page): string =>
  `MIT licence. <a rel="noreferrer" href="${repositoryUrl}/blob/main/${e(source)}">The source of this page</a>`;

function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (shown.length < 2) return '<div class="toc"></div>';
  const links = shown.map(
    ({ depth, id, text }) => `<li class="depth-${depth}"><a href="#${e(id)}">${e(text)}</a></li>`,
  );
  return `<nav class="toc" aria-label="On this page"><p>On this page</p><ul>\n${links.join('\n')}\n</ul></nav>`;
}
