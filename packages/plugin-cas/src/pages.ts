import { createHash } from 'node:crypto';
import type { Exchange, Header, HeaderList, Reply } from '@who/core';
import type { CasPageCode } from './errors.js';

/** What an error page says. */
export interface ErrorPage {
  readonly code: CasPageCode;
  /** More about it, e.g. the CAS server's own code. */
  readonly detail?: string | undefined;
  /** What it says. @default what there is to say about the code */
  readonly text?: string | undefined;
  /** Where the only link leads, and what it says. */
  readonly link: { readonly href: string; readonly text: string };
  readonly cookies?: readonly Header[] | undefined;
}

/** A small page without any assets. Never 401: that would become another challenge. */
export function errorPage({ code, detail, link, cookies = [], text = PAGES[code].text }: ErrorPage): Reply {
  const { status, title } = PAGES[code];
  const shown = detail === undefined ? code : `${code} (${detail})`;
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${escapeHtml(text)}</p>
<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p>
<p><small>${escapeHtml(shown)}</small></p>
</main>
</body>
</html>
`;
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Security-Policy', POLICY],
      ['X-Content-Type-Options', 'nosniff'],
      ...PRIVATE,
      ...cookies,
    ],
    body,
  };
}

/** A redirect that nobody keeps and that tells nobody where it came from. The browser goes on with GET. */
export function redirect({ method }: Exchange, location: string, headers: HeaderList): Reply {
  const status = method === 'GET' || method === 'HEAD' ? 302 : 303;
  return { status, headers: [['Location', location], ...PRIVATE, ...headers] };
}

/** The address of this answer may have a ticket in it. */
const PRIVATE: readonly Header[] = [
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
];

const STYLE = `
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; width: 100%; max-width: 32rem; padding: 2rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; }
a { display: inline-block; padding: .6rem 1.25rem; border: 1px solid; border-radius: .6rem; font-weight: 600;
  text-decoration: none; color: LinkText; }
small { opacity: .75; overflow-wrap: anywhere; }
`;

/** Lets this style sheet through, and nothing else. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const NOT_SIGNED_IN = 'You are not signed in';

const PAGES: Readonly<Record<CasPageCode, { status: 400 | 403; title: string; text: string }>> = {
  CAS_STATE_MISSING: {
    status: 403,
    title: NOT_SIGNED_IN,
    text: 'This sign-in was not started in this browser, or the browser does not keep cookies.',
  },
  CAS_STATE_INVALID: {
    status: 403,
    title: NOT_SIGNED_IN,
    text: 'This sign-in took too long, or it has been used already.',
  },
  CAS_TICKET_MISSING: {
    status: 403,
    title: NOT_SIGNED_IN,
    text: 'The sign-in server sent you back without signing you in.',
  },
  CAS_TICKET_INVALID: {
    status: 400,
    title: NOT_SIGNED_IN,
    text: 'This address is not one that the sign-in server makes.',
  },
  CAS_TICKET_REJECTED: {
    status: 403,
    title: NOT_SIGNED_IN,
    text: 'The sign-in server did not confirm this sign-in.',
  },
  CAS_PROXY_REFUSED: {
    status: 403,
    title: NOT_SIGNED_IN,
    text: 'Another application tried to sign you in here, which is not allowed.',
  },
  CAS_LOOP: {
    status: 403,
    title: 'Signing in does not help',
    text: 'You have signed in several times in a row, and the page still asks for it. You may lack the right to see it.',
  },
  CAS_LOGOUT_REFUSED: {
    status: 403,
    title: 'You are still signed in',
    text: 'Another site tried to sign you out.',
  },
};
