import { createHash } from 'node:crypto';
import type { Reply } from '../http/reply.js';
import { type Html, html } from './html.js';
import { pageStyle, pageStyleSource } from './page-style.js';

/** What a page may do beyond showing itself. */
export interface PagePowers {
  /**
   * Its form leads to a service. Chromium holds every redirect that follows a form against `form-action`, those of
   * the service too, and knows no IPv6 addresses there: so it is any http or https URL.
   */
  readonly leads?: boolean | undefined;
  /** A script of its own, which stands at its end. */
  readonly script?: string | undefined;
  /** It has frames with services in them. */
  readonly frames?: boolean | undefined;
  /** It has scripts from services. */
  readonly scripts?: boolean | undefined;
}

/** A page, with a policy that allows what it needs and nothing else. */
export function page(status: number, title: string, content: Html, powers: PagePowers = {}): Reply {
  const { leads, script, frames, scripts } = powers;
  const scriptSources = [...(script ? [sourceOf(script)] : []), ...(scripts ? ['http:', 'https:'] : [])];
  const policy = [
    "default-src 'none'",
    `style-src ${pageStyleSource}`,
    ...(scriptSources.length > 0 ? [`script-src ${scriptSources.join(' ')}`] : []),
    ...(frames ? ['frame-src http: https:'] : []),
    leads ? "form-action 'self' http: https:" : "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Security-Policy', policy.join('; ')],
    ],
    body: html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · development CAS server</title>
<style>${{ markup: pageStyle }}</style>
</head>
<body>
<header class="notice"><strong>For development only.</strong> Never use this server in production.</header>
<main>
<h1>${title}</h1>
${content}
</main>
${script ? html`<script>${{ markup: script }}</script>\n` : undefined}</body>
</html>
`.markup,
  };
}

function sourceOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
