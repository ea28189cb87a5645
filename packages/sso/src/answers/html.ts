import { createHash } from 'node:crypto';
import type { HeaderList, Reply } from '@who/core';
import { PRIVATE } from './headers.js';

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

/**
 * HTML in which whatever stands between has been escaped, for texts and for attributes in quotation marks.
 *
 * @example
 * const { html: page } = html`<p title="${'a "name"'}">${'1 < 2'}</p>`;
 */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  return { html: parts.reduce((all, part, i) => all + textOf(values[i - 1] ?? '') + part) };
}

/** A small page without any assets. */
export interface Page {
  readonly status: number;
  readonly title: string;
  /** What stands below the title. */
  readonly body: Html;
  /** @default none */
  readonly headers?: HeaderList | undefined;
  /** A script that may run on it, and no other. @default none */
  readonly script?: string | undefined;
  /** The directive for where its forms may lead; empty for anywhere. @default nowhere */
  readonly formAction?: string | undefined;
}

/** Light and dark, for screens of any width. Never 401: that would become another challenge. */
export function htmlPage({
  status,
  title,
  body,
  headers = [],
  script,
  formAction = "form-action 'none'",
}: Page): Reply {
  const { html: text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>${{ html: script === undefined ? '' : `\n<script>${script}</script>` }}
</body>
</html>
`;
  // Lets this style sheet and this script through, and nothing else.
  const policy = [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    "base-uri 'none'",
    ...(formAction === '' ? [] : [formAction]),
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Security-Policy', policy],
      ['X-Content-Type-Options', 'nosniff'],
      ...PRIVATE,
      ...headers,
    ],
    body: text,
  };
}

const textOf = (value: string | Html): string => (typeof value === 'string' ? escapeHtml(value) : value.html);

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const STYLE = `
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; width: 100%; max-width: 32rem; padding: 2rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; }
a, button { display: inline-block; padding: .6rem 1.25rem; border: 1px solid; border-radius: .6rem; font: inherit;
  font-weight: 600; text-decoration: none; color: LinkText; background: none; }
small { opacity: .75; overflow-wrap: anywhere; }
`;

const STYLE_HASH = hashOf(STYLE);
