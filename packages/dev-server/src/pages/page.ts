import { createHash } from 'node:crypto';
import type { Reply } from '../http/reply.js';
import { type Html, html } from './html.js';
import { pageStyle, pageStyleSource } from './style.js';

/** What a page may do beyond showing itself. */
export interface PagePowers {
  /**
   * Its form leads to an application. Chromium holds every redirect that follows a form against `form-action`, those of
   * the application too, and knows no IPv6 addresses there: so it is any http or https URL.
   * @default false
   */
  readonly leads?: boolean | undefined;
  /** A script of its own, which stands at its end. @default none */
  readonly script?: string | undefined;
  /** It has frames with applications in them. @default false */
  readonly frames?: boolean | undefined;
  /** It has scripts from applications. @default false */
  readonly scripts?: boolean | undefined;
}

/** Makes a page, with a policy that allows what it needs and nothing else. */
export type PageMaker = (status: number, title: string, content: Html, powers?: PagePowers) => Reply;

/** @param server what every page says that it belongs to, e.g. `development CAS server` */
export function pageMaker(server: string): PageMaker {
  return (status, title, content, powers = {}) => ({
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Security-Policy', policyOf(powers)],
    ],
    body: html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${server}</title>
<style>${{ markup: pageStyle }}</style>
</head>
<body>
<header class="notice"><strong>For development only.</strong> Never use this server in production.</header>
<main>
<h1>${title}</h1>
${content}
</main>
${powers.script ? html`<script>${{ markup: powers.script }}</script>\n` : undefined}</body>
</html>
`.markup,
  });
}

function policyOf({ leads, script, frames, scripts }: PagePowers): string {
  const scriptSources = [...(script ? [sourceOf(script)] : []), ...(scripts ? ['http:', 'https:'] : [])];
  return [
    "default-src 'none'",
    `style-src ${pageStyleSource}`,
    ...(scriptSources.length > 0 ? [`script-src ${scriptSources.join(' ')}`] : []),
    ...(frames ? ['frame-src http: https:'] : []),
    leads ? "form-action 'self' http: https:" : "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function sourceOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
