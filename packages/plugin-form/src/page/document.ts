import type { Exchange, HeaderList, Reply } from '@who/core';
import type { PageSettings } from '../options/page.js';
import { basePath } from '../urls.js';
import { Html, html } from './html.js';
import type { Language } from './language.js';

/** What stands in a page. */
export interface Content {
  readonly heading: string;
  readonly body: Html;
}

/** A page of the plugin's own. */
export function page(exchange: Exchange, settings: PageSettings, { lang, dir }: Language, content: Content): string {
  const title = settings.title ?? new URL(exchange.publicUrl).host;
  const { heading, body } = content;
  return html`<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading} · ${title}</title>
<style>${new Html(settings.style)}</style>
</head>
<body>
<header><a class="brand" href="${basePath(exchange)}/">${logo(settings, title)}<span>${title}</span></a></header>
<main>
<h1>${heading}</h1>
${body}
</main>
</body>
</html>
`.markup;
}

function logo({ logo }: PageSettings, title: string): Html {
  if (logo) return html`<img src="${logo.src}" alt="${logo.alt}">`;
  const [first = ''] = title.toUpperCase();
  return html`<span class="mark" aria-hidden="true">${first}</span>`;
}

/** What is wrong, if anything. */
export function message(text: string | undefined, code?: string): Html | undefined {
  if (text === undefined) return undefined;
  const shown = code === undefined ? undefined : html`<code>${code}</code>`;
  return html`<p class="message" id="problem" role="alert">${text}${shown}</p>\n`;
}

/** A response with a page that nobody keeps and nobody frames. It is a challenge itself, or none at all. */
export function pageReply(status: number, body: string, ...headers: readonly HeaderList[]): Reply {
  return { status, headers: [...PAGE, ...PRIVATE, ...headers.flat()], body, isChallenge: true };
}

const PAGE: HeaderList = [
  ['Content-Type', 'text/html; charset=utf-8'],
  ['X-Content-Type-Options', 'nosniff'],
];

/** Who opens a page again by the browser's history is not shown an old one, and forms keep saying where they stand. */
export const PRIVATE: HeaderList = [
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'same-origin'],
];
