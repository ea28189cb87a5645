import type { Exchange, Reply } from '@who/core';
import type { RedirectSettings } from './options/redirects.js';
import type { Doubt } from './ticket/verifier.js';

/**
 * Sends somebody where the login server deals with what is wrong with their ticket, if anything.
 *
 * @returns `undefined` where no URL is configured for it, or it leads to the very page that was asked for
 */
export function challengeFor(
  doubt: Doubt | undefined,
  exchange: Exchange,
  { urls, backParam }: RedirectSettings,
): Reply | undefined {
  switch (doubt) {
    case 'PUBTKT_EXPIRED':
      return redirect(exchange.method === 'POST' ? urls.postTimeoutUrl : urls.timeoutUrl, exchange, backParam);
    case 'PUBTKT_OTHER_ADDRESS':
      return redirect(urls.badIpUrl, exchange, backParam, { ip: exchange.remoteAddress ?? '' });
    case 'PUBTKT_NO_MULTIFACTOR':
      return redirect(urls.multifactorUrl, exchange, backParam);
    case 'PUBTKT_NO_TOKEN':
      return redirect(urls.unauthUrl, exchange, backParam);
    default:
      return redirect(urls.loginUrl, exchange, backParam);
  }
}

/** Leads to a page of the login server, with the address to go back to, and more parameters in front of it. */
export function redirect(
  page: string | undefined,
  exchange: Exchange,
  backParam: string,
  more: Readonly<Record<string, string>> = {},
): Reply | undefined {
  if (page === undefined) return undefined;
  const isPath = page.startsWith('/');
  const to = new URL(isPath ? exchange.publicUrl + page : page);
  const here = new URL(exchange.url);
  const isRead = exchange.method === 'GET' || exchange.method === 'HEAD';
  if (isRead && to.origin === here.origin && to.pathname === here.pathname) return undefined;

  // What was posted is lost, and its address may answer nothing else.
  const back = isRead && here.href.length <= MAX_BACK_LENGTH ? here.href : `${exchange.publicUrl}/`;
  const added = new URLSearchParams({ ...more, [backParam]: back });
  to.search = [to.search.slice(1), added.toString()].filter((query) => query !== '').join('&');
  return {
    // 303 makes a browser go on with GET whatever the method was; after 302 it does so for POST only.
    status: isRead ? 302 : 303,
    headers: [
      ['Location', isPath ? to.pathname + to.search + to.hash : to.href],
      ['Cache-Control', 'no-store'],
    ],
  };
}

/** Longer addresses do not fit into another one everywhere. */
const MAX_BACK_LENGTH = 2048;
