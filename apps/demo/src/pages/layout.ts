import { createHash } from 'node:crypto';
import type { Site } from '../site.js';
import { Html, html } from './html.js';
import { style } from './style.js';

/** A page that is ready to be sent. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly body: Html;
}

/** Where in the navigation a page stands, and who is looking at it. */
export interface Surroundings {
  readonly path: string;
  readonly userid: string | undefined;
  /** Number of the request, where whoever looks may see its journey. */
  readonly journey: number | undefined;
}

export function renderPage({ base }: Site, { title, body }: Page, { path, userid, journey }: Surroundings): string {
  const link = (to: string, text: string): Html =>
    html`<li><a href="${base}${to}"${to === path ? new Html(' aria-current="page"') : undefined}>${text}</a></li>`;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · @who demo</title>
<link rel="icon" href="${icon}">
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<a class="brand" href="${base}/">@who demo</a>
<nav aria-label="Main"><ul>
${link('/', 'Home')}
${link('/private', 'Private page')}
${userid === undefined ? link('/login', 'Sign in') : undefined}
</ul></nav>
${userid === undefined ? undefined : logoutForm(base)}
</header>
<main id="main" tabindex="-1">
${body}
</main>
<footer>${
    journey === undefined ? undefined : html`<a href="${base}/__who/${journey}">How did you get here?</a><br>`
  }One Connect application, one sign-in. What it knows about you as data: <a href="${base}/whoami">${base}/whoami</a></footer>
</body>
</html>
`;
  return document.markup;
}

const logoutForm = (base: string): Html =>
  html`<form method="post" action="${base}/logout"><button class="quiet" type="submit">Sign out</button></form>`;

const icon =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"%3E%3Ccircle cx="8" cy="8" r="7" fill="%231f5fbf"/%3E%3Ctext x="8" y="12" font-size="11" text-anchor="middle" fill="white"%3E?%3C/text%3E%3C/svg%3E';

/** Lets the style sheet above through, and nothing else. */
const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/**
 * Headers of every page. Browsers follow a form's redirects only to the origins of `form-action`: signing out ends at
 * the CAS server, so its origin is one of them.
 *
 * @param origins where a form that signs out leads
 */
export function pageHeaders(origins: readonly string[]): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src ${styleSource}`,
      'img-src data:',
      `form-action 'self' ${origins.join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}
