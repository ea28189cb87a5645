import { readFileSync } from 'node:fs';
import { type Authentication, type Credentials, type Exchange, type HeaderList, Identity } from '@who/core';
import { type FakeExchangeOptions, fakeExchange } from '@who/testkit';
import { type AuthTktOptions, authTkt, TicketCredentials } from '../src/index.js';

export const SECRET = 'a long and random secret that has 32 bytes and more';
export const OTHER_SECRET = 'another long and random secret that has 32 bytes';

/** 2026-11-22T00:10:06Z, when the fixtures were made. */
export const NOW_SECONDS = 0x6b0232de;

/** A plugin with one good secret unless told otherwise. */
export function plugin(options: Partial<AuthTktOptions> = {}): ReturnType<typeof authTkt> {
  return authTkt({ secrets: [SECRET], ...options });
}

export interface Visit extends Omit<FakeExchangeOptions, 'headers' | 'now'> {
  /** The `Cookie` header. */
  readonly cookie?: string | undefined;
  /** @default NOW_SECONDS */
  readonly atSeconds?: number | undefined;
}

export function visit({ cookie, atSeconds = NOW_SECONDS, ...options }: Visit = {}): Exchange {
  const headers = cookie === undefined ? {} : { cookie };
  return fakeExchange({ ...options, headers, now: () => atSeconds * 1000 });
}

export function identityOf(userid: string, tokens: readonly string[] = [], userdata = ''): Identity {
  return new Identity({ userid, tokens, userdata }, 'ticket', 'ticket');
}

/** Who a plugin takes the sender of a request for; fails when it needs a promise to say so. */
export function recognise(ticket: ReturnType<typeof authTkt>, exchange: Exchange): Authentication | undefined {
  const credentials = ticket.identify(exchange);
  if (credentials === undefined) return undefined;
  if (!(credentials instanceof TicketCredentials)) throw new TypeError('identify was not synchronous');
  return synchronous(ticket.authenticate(exchange, credentials as Credentials));
}

/** A value that must not be a promise. */
function synchronous<T extends object>(value: T | PromiseLike<T | undefined> | undefined): T | undefined {
  if (value !== undefined && 'then' in value) throw new TypeError('A promise where a value was promised.');
  return value;
}

/** `Set-Cookie` values. */
export function setCookies(headers: HeaderList | PromiseLike<HeaderList | undefined> | undefined): string[] {
  return (synchronous(headers) ?? []).map(([name, value]) => {
    if (name !== 'Set-Cookie') throw new TypeError(`unexpected header ${name}`);
    return value;
  });
}

/** The `Cookie` header that a browser sends after these `Set-Cookie` headers. */
export function cookieAfter(headers: Parameters<typeof setCookies>[0]): string {
  return setCookies(headers)
    .map((cookie) => cookie.slice(0, cookie.indexOf('; ')))
    .join('; ');
}

export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')) as T;
}
