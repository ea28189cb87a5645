import type { Header, Reply } from '@who/core';
import { type AnswerPageName, codeOf, type PageName, type SsoPageCode } from '../codes.js';
import type { Names } from '../naming.js';
import { html, htmlPage } from './html.js';

/** What an error page says about a code. */
export interface PageText {
  /** @default 403 */
  readonly status?: 400 | 403 | undefined;
  /** @default 'You are not signed in' */
  readonly title?: string | undefined;
  readonly text: string;
}

/** An error page. */
export interface ErrorPage {
  readonly code: string;
  /** More about it, e.g. the other side's own code. */
  readonly detail?: string | undefined;
  /** What it says. @default what there is to say about the code */
  readonly text?: string | undefined;
  /** Where the only link leads, and what it says. */
  readonly link: { readonly href: string; readonly text: string };
  readonly cookies?: readonly Header[] | undefined;
}

/** @param pages what there is to say about each code */
export function errorPages(pages: Readonly<Record<string, PageText>>): (page: ErrorPage) => Reply {
  return ({ code, detail, link, cookies = [], text }) => {
    const page = (Object.hasOwn(pages, code) ? pages[code] : undefined) ?? { text: PAGES.ANSWER_REJECTED.text };
    const shown = detail === undefined ? code : `${code} (${detail})`;
    return htmlPage({
      status: page.status ?? 403,
      title: page.title ?? 'You are not signed in',
      body: html`<p>${text ?? page.text}</p>
<p><a href="${link.href}">${link.text}</a></p>
<p><small>${shown}</small></p>`,
      headers: cookies,
    });
  };
}

/** What the base calls the pages that every such plugin has. */
type BasePage = PageName | `ANSWER_${AnswerPageName}`;

/** Their codes. */
export type PageCodes = Readonly<Record<BasePage, string>>;

export function pageCodes(names: Names): PageCodes {
  return Object.fromEntries(Object.keys(PAGES).map((name) => [name, codeOf(name, names)])) as unknown as PageCodes;
}

/** What these pages say, by their codes. */
export function basePages(codes: PageCodes): Readonly<Record<SsoPageCode, PageText>> {
  return Object.fromEntries(Object.entries(PAGES).map(([name, page]) => [codes[name as keyof PageCodes], page]));
}

const PAGES: Readonly<Record<BasePage, PageText>> = {
  STATE_MISSING: { text: 'This sign-in was not started in this browser, or the browser does not keep cookies.' },
  STATE_INVALID: { text: 'This sign-in took too long, or it has been used already.' },
  ANSWER_MISSING: { text: 'The sign-in server sent you back without signing you in.' },
  ANSWER_INVALID: { status: 400, text: 'This address is not one that the sign-in server makes.' },
  ANSWER_REJECTED: { text: 'The sign-in server did not confirm this sign-in.' },
  LOOP: {
    title: 'Signing in does not help',
    text: 'You have signed in several times in a row, and the page still asks for it. You may lack the right to see it.',
  },
  LOGOUT_REFUSED: { title: 'You are still signed in', text: 'Another site tried to sign you out.' },
};
