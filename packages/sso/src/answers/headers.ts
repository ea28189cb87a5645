import type { Exchange, Header, HeaderList, Reply } from '@who/core';
import { isPageLoad } from '../urls.js';

/** For answers to addresses that have something secret in them, and for what is one person's only. */
export const PRIVATE: readonly Header[] = [
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
];

/** A redirect that nobody keeps and that tells nobody where it came from. The browser goes on with GET. */
export function redirect(exchange: Exchange, location: string, headers: HeaderList = []): Reply {
  return { status: isPageLoad(exchange) ? 302 : 303, headers: [['Location', location], ...PRIVATE, ...headers] };
}
