import { createHash } from 'node:crypto';
import type { HeaderList } from '@who/core';
import { Html, html } from './html.js';
import { SPRITE } from './marks.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/** What stands in a page. */
export interface Content {
  readonly title: string;
  /** Where the list is, relative to the page. */
  readonly home: string;
  readonly navigation?: Html | undefined;
  readonly body: Html;
}

export function documentOf({ title, home, navigation, body }: Content): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · @who trace</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
${SPRITE}
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><a class="brand" href="${home}">@who <span>trace</span></a>${navigation}</header>
<main id="main" tabindex="-1">
${body}
</main>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.markup;
}

/** Lets the style and the script of the pages through, and nothing else. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Headers of all answers, whatever they are of. */
export const HEADERS: HeaderList = [
  ['Content-Security-Policy', POLICY],
  ['Cache-Control', 'no-store'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Vary', 'Accept'],
];
