import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Authentication, Credentials, type Exchange, type HeaderList, Identity } from '@who/core';
import { type FakeExchangeOptions, fakeExchange } from '@who/testkit';
import {
  type AuthPubtkt,
  type AuthPubtktOptions,
  authPubtkt,
  encodeCookieValue,
  type Pubtkt,
  type PubtktDigest,
  type PubtktSigningOptions,
  signPubtkt,
} from '../src/index.js';

export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

type KeyName = 'rsa' | 'rsaPublic' | 'other' | 'otherPublic' | 'dsa' | 'dsaPublic' | 'shortPublic' | 'ecPublic';

/** Texts of PEM. */
export const PEM: Readonly<Record<KeyName, string>> = {
  rsa: fixture('keys/rsa.pem'),
  rsaPublic: fixture('keys/rsa.pub.pem'),
  other: fixture('keys/other.pem'),
  otherPublic: fixture('keys/other.pub.pem'),
  dsa: fixture('keys/dsa.pem'),
  dsaPublic: fixture('keys/dsa.pub.pem'),
  shortPublic: fixture('keys/short.pub.pem'),
  ecPublic: fixture('keys/ec.pub.pem'),
};

export const PRIVATE: Readonly<Record<'rsa' | 'dsa' | 'other', KeyObject>> = {
  rsa: createPrivateKey(PEM.rsa),
  dsa: createPrivateKey(PEM.dsa),
  other: createPrivateKey(PEM.other),
};
export const PUBLIC: Readonly<Record<'rsa' | 'dsa', KeyObject>> = {
  rsa: createPublicKey(PEM.rsaPublic),
  dsa: createPublicKey(PEM.dsaPublic),
};

/** 2026-11-22T00:10:06Z */
export const NOW_SECONDS = 0x6b0232de;

/** What JavaScript can pass, where TypeScript would complain. */
export const given = (options: object): AuthPubtktOptions => ({ publicKeys: PEM.rsaPublic, ...options });

/** A plugin that reads. */
export function plugin(options: Partial<AuthPubtktOptions> = {}): AuthPubtkt {
  return authPubtkt({ publicKeys: PEM.rsaPublic, ...options });
}

/** A plugin of a login server. */
export function signer(signing: Partial<PubtktSigningOptions> = {}, options: AuthPubtktOptions = {}): AuthPubtkt {
  return authPubtkt({ ...options, signing: { privateKey: PEM.rsa, ...signing } });
}

/** Signs bytes, whatever is in them: one character for each. */
export function signed(bytes: string, digest: PubtktDigest = 'sha256', key: keyof typeof PRIVATE = 'rsa'): string {
  return `${bytes};sig=${sign(digest, Buffer.from(bytes, 'latin1'), PRIVATE[key]).toString('base64')}`;
}

export function ticketOf(userid: string, more: Partial<Pubtkt> = {}): Pubtkt {
  const usual = { tokens: [], userdata: '', multifactor: false, validUntilSeconds: NOW_SECONDS + 600 };
  return { userid, ...usual, ...more };
}

/** The `Cookie` header of a ticket. */
export function cookieOf(ticket: Pubtkt, key: keyof typeof PRIVATE = 'rsa'): string {
  return `auth_pubtkt=${encodeCookieValue(signPubtkt(ticket, { key: PRIVATE[key], digest: 'sha256' }, 255))}`;
}

export interface Visit extends Omit<FakeExchangeOptions, 'headers' | 'now'> {
  /** The `Cookie` header. */
  readonly cookie?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** @default NOW_SECONDS */
  readonly atSeconds?: number | undefined;
}

export function visit({ cookie, headers, atSeconds = NOW_SECONDS, ...options }: Visit = {}): Exchange {
  const all = { ...headers, ...(cookie !== undefined && { cookie }) };
  return fakeExchange({ ...options, headers: all, now: () => atSeconds * 1000 });
}

/** A visit by a page load of a browser. */
export function pageLoad(options: Visit = {}): Exchange {
  return visit({
    ...options,
    headers: { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', ...options.headers },
  });
}

export function identityOf(userid: string, tokens: readonly string[] = [], userdata = '', metadata = {}): Identity {
  return new Identity({ userid, tokens, userdata, metadata }, 'ticket', 'ticket');
}

/** Who a plugin takes the sender of a request for; fails when it needs a promise to say so. */
export function recognise(ticket: AuthPubtkt, exchange: Exchange): Authentication | undefined {
  const found = synchronous(ticket.identify(exchange));
  const credentials = found instanceof Credentials ? found : found?.credentials;
  return credentials && synchronous(ticket.authenticate(exchange, credentials));
}

/** A value that must not be a promise. */
export function synchronous<T extends object>(value: T | PromiseLike<T | undefined> | undefined): T | undefined {
  if (value !== undefined && 'then' in value) throw new TypeError('A promise where a value was promised.');
  return value;
}

type Headers = HeaderList | PromiseLike<HeaderList | undefined> | undefined;

/** `Set-Cookie` values. */
export function setCookies(headers: Headers): string[] {
  return (synchronous(headers) ?? []).map(([name, value]) => {
    if (name !== 'Set-Cookie') throw new TypeError(`unexpected header ${name}`);
    return value;
  });
}

/** The `Cookie` header that a browser sends after these `Set-Cookie` headers. */
export function cookieAfter(headers: Headers): string {
  const kept = setCookies(headers).filter((cookie) => !cookie.includes('Max-Age=0'));
  return kept.map((cookie) => cookie.slice(0, cookie.indexOf('; '))).join('; ');
}

/** The code of what is thrown. */
export function codeOf(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return (error as { code?: unknown }).code ?? error;
  }
  return undefined;
}
