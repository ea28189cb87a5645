import { Credentials, type Identity } from '@who/core';
import { type AuthPubtkt, encodeCookieValue, type Pubtkt, type PubtktKey, signPubtkt } from '@who/plugin-auth-pubtkt';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { PRIVATE } from '../../../../packages/plugin-auth-pubtkt/test/support.js';

export const nowSeconds: number = Math.floor(Date.now() / 1000);

export function ticketOf(userid: string, more: Partial<Pubtkt> = {}): Pubtkt {
  return { userid, tokens: [], userdata: '', multifactor: false, validUntilSeconds: nowSeconds + 600, ...more };
}

/** The `Cookie` header of a ticket. */
export function cookieOf(ticket: Pubtkt, key: PubtktKey = { key: PRIVATE.rsa, digest: 'sha256' }): string {
  return `auth_pubtkt=${encodeCookieValue(signPubtkt(ticket, key))}`;
}

/** The cookie that a plugin writes for somebody, as a browser would send it back. */
export async function cookieFor(plugin: AuthPubtkt, identity: Identity): Promise<string> {
  const headers = await plugin.remember(fakeExchange(), identity);
  return headers?.[0]?.[1].split(';', 1)[0] ?? '';
}

/** Who a plugin takes the sender of a cookie for. */
export async function seenBy(
  plugin: AuthPubtkt,
  cookie: string,
): Promise<Awaited<ReturnType<AuthPubtkt['authenticate']>>> {
  const exchange = fakeExchange({ headers: { cookie } });
  const credentials = await plugin.identify(exchange);
  return credentials instanceof Credentials ? plugin.authenticate(exchange, credentials) : undefined;
}

/** Text that the fields of a ticket can hold. */
function text(maxBytes: number, without = ''): fc.Arbitrary<string> {
  const character = fc.oneof(
    fc.constantFrom(...'abcxyz019 +%&=!"\\/@.-_~éß日😀'),
    fc.integer({ min: 0x20, max: 0x17f }).map((code) => String.fromCodePoint(code)),
  );
  return fc
    .array(character, { maxLength: maxBytes / 4 })
    .map((all) => all.filter((one) => !/[\p{Cc};]/u.test(one) && !without.includes(one)).join(''));
}

/** Two hundred people. */
export const users: readonly Pick<Pubtkt, 'userid' | 'tokens' | 'userdata' | 'multifactor'>[] = fc.sample(
  fc.record({
    userid: text(64).filter((userid) => userid !== '' && userid !== '0'),
    tokens: fc.array(
      text(40, ',').filter((token) => token !== ''),
      { maxLength: 3 },
    ),
    userdata: text(64),
    multifactor: fc.boolean(),
  }),
  { numRuns: 200, seed: 14 },
);
