import type { Exchange } from '@who/core';
import type { FormSettings } from '../options.js';
import { basePath } from '../urls.js';
import { message, page } from './document.js';
import { type Html, html } from './html.js';
import type { Language } from './language.js';

/** Asks whether somebody wants to sign out. */
export function logoutPage(
  exchange: Exchange,
  { page: settings, postLoginUrl, logoutHandlerPath = '' }: FormSettings,
  language: Language,
  { userid, problem }: { readonly userid: string | undefined; readonly problem?: string | undefined },
): string {
  const { texts } = language;
  const base = basePath(exchange);
  const [before = '', after = ''] = texts.signedInAs.split('{user}');
  const who = userid === undefined ? undefined : html`<p>${before}<strong><bdi>${userid}</bdi></strong>${after}</p>\n`;
  const body = html`${message(problem)}${who}${logoutForm(base + logoutHandlerPath, texts.signOutButton, 'button')}
<a class="button quiet" href="${base}${postLoginUrl}">${texts.staySignedIn}</a>`;
  return page(exchange, settings, language, { heading: texts.signOut, body });
}

/** A button that signs out. */
export function logoutForm(action: string, text: string, className?: string): Html {
  const styled = className === undefined ? undefined : html` class="${className}"`;
  return html`<form method="post" action="${action}"><button type="submit"${styled}>${text}</button></form>`;
}
