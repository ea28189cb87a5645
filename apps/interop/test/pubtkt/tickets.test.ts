import { Identity } from '@who/core';
import { authPubtkt, type PubtktDigest, sealBauth } from '@who/plugin-auth-pubtkt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AREAS, forms } from '../../../../packages/plugin-auth-pubtkt/test/forms.js';
import { PEM, PRIVATE } from '../../../../packages/plugin-auth-pubtkt/test/support.js';
import type { ServerProcess } from '../server-process.js';
import { hasMinter, type MinterInput, mint } from './minters.js';
import { apacheIsThere, needsApache, startModAuthPubtkt } from './mod-auth-pubtkt.js';
import { cookieFor, cookieOf, nowSeconds, seenBy, ticketOf, users } from './tickets.js';

const SIGNATURES: readonly ['rsa' | 'dsa', PubtktDigest][] = [
  ['rsa', 'sha1'],
  ['rsa', 'sha224'],
  ['rsa', 'sha256'],
  ['rsa', 'sha384'],
  ['rsa', 'sha512'],
  ['dsa', 'sha1'],
  ['dsa', 'sha256'],
];
const PASSTHRU_KEY = '0123456789abcdef';
const USUAL = ['TKTAuthPublicKey rsa.pub', 'TKTAuthDigest SHA256', 'TKTAuthLoginURL http://login.example.test/'];

/** Names of pages, and the directives that count there. */
const areas: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(AREAS).map(([name, { directives }]) => [name, [...USUAL, ...directives]])),
  ...Object.fromEntries(
    SIGNATURES.map(([key, digest]) => [
      `${key}-${digest}`,
      [`TKTAuthPublicKey ${key}.pub`, `TKTAuthDigest ${digest.toUpperCase()}`, ...USUAL.slice(2)],
    ]),
  ),
  default: ['TKTAuthPublicKey rsa.pub', ...USUAL.slice(2)],
  plain: [...USUAL, 'TKTAuthPassthruBasicAuth on'],
  sealed: [...USUAL, 'TKTAuthPassthruBasicAuth on', `TKTAuthPassthruBasicKey ${PASSTHRU_KEY}`],
};

// SHA-1 and DSA draw warnings.
vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

describe.skipIf(!apacheIsThere)(`a ticket and mod_auth_pubtkt${needsApache}`, () => {
  let apache: ServerProcess;
  beforeAll(async () => {
    apache = await startModAuthPubtkt({ 'rsa.pub': PEM.rsaPublic, 'dsa.pub': PEM.dsaPublic }, areas);
  });
  afterAll(() => apache?.stop());

  const ask = (area: string, cookie: string): Promise<Response> =>
    // On a connection of its own: Apache ends idle ones, perhaps while the next request is on its way.
    fetch(`${apache.url}/${area}`, { headers: { cookie, connection: 'close' }, redirect: 'manual' });

  /** What Apache made of a cookie: whom it takes it for, with tokens and data; `undefined`: nobody. */
  async function atApache(area: string, cookie: string): Promise<readonly string[] | undefined> {
    const { status, headers } = await ask(area, cookie);
    if (status !== 200) return undefined;
    const texts = ['x-user', 'x-tokens', 'x-data'].map((name) => headers.get(name)?.slice(1, -1) ?? '');
    return texts.map((bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));
  }

  it.each(forms(nowSeconds).map((form) => [form.what, form] as const))(
    'is read there as the table says: %s',
    async (_what, { value, area = 'any', apache: expected }) => {
      const response = await ask(area, `auth_pubtkt=${value}`);
      const user = response.status === 200 ? response.headers.get('x-user') : undefined;
      expect(user).toBe(expected === undefined ? undefined : `<${expected}>`);
    },
  );

  it.each(SIGNATURES)('signed by %s with %s, of 200 users, is read as it was meant', async (key, digest) => {
    const privateKey = key === 'rsa' ? PEM.rsa : PEM.dsa;
    const ours = authPubtkt({ digest, keyTypes: [key], signing: { privateKey } });
    for (const { userid, tokens, userdata, multifactor } of users) {
      const identity = new Identity({ userid, tokens, userdata, metadata: { multifactor } });
      const cookie = await cookieFor(ours, identity);
      expect(await atApache(`${key}-${digest}`, cookie)).toEqual([userid, tokens.join(','), userdata]);
      expect(await seenBy(ours, cookie)).toMatchObject({ userid, tokens, userdata });
    }
  });

  it('with SHA-1 is what it takes where no digest is named', async () => {
    const sign = (digest: PubtktDigest): string =>
      cookieOf(ticketOf('bob', { userdata: digest }), { key: PRIVATE.rsa, digest });
    expect(await atApache('default', sign('sha1'))).toEqual(['bob', '', 'sha1']);
    expect(await atApache('default', sign('sha256'))).toBeUndefined();
  });

  describe.each(['Perl', 'PHP'] as const)('that %s has made', (language) => {
    const isThere = hasMinter(language);
    const skips = isThere ? '' : ' (skipped: the examples of libapache2-mod-auth-pubtkt do not run here)';

    it.skipIf(!isThere).each([
      ['rsa', 'sha256', 50],
      ['rsa', 'sha512', 10],
      ['dsa', 'sha256', 10],
      ['rsa', 'sha1', 10],
    ] as const)(`with a key of %s and %s is read alike there and here${skips}`, async (key, digest, count) => {
      const publicKeys = key === 'rsa' ? PEM.rsaPublic : PEM.dsaPublic;
      const reader = authPubtkt({ publicKeys, digest, keyTypes: [key] });
      const inputs = users.slice(0, count).map(inputOf);
      const tickets = mint(language, key, digest, inputs);
      expect(tickets).toHaveLength(count);
      for (const [i, ticket] of tickets.entries()) {
        const { uid, tokens, udata } = inputs[i] as MinterInput;
        const cookie = `auth_pubtkt=${encodeURIComponent(ticket)}`;
        expect(await atApache(`${key}-${digest}`, cookie)).toEqual([uid, tokens, udata]);
        const here = await seenBy(reader, cookie);
        expect(here).toMatchObject({ userid: uid, userdata: udata, tokens: tokens.split(',').filter(Boolean) });
        // Perl's, as Debian 12 has it, does not know of second factors.
        expect(here?.metadata).toEqual(ticket.includes('multifactor=1') ? { multifactor: true } : undefined);
      }
    });
  });

  it.each([
    ['plain', undefined],
    ['sealed', PASSTHRU_KEY],
  ])('carries a password on to what is behind: %s', async (area, key) => {
    const bauth = sealBauth({ login: 'josé', password: 'correct: horse' }, key);
    const response = await ask(area, cookieOf(ticketOf('bob', { bauth })));
    const [scheme, pair = ''] = response.headers.get('x-authorization')?.split(' ') ?? [];
    expect([scheme, Buffer.from(pair, 'base64').toString()]).toEqual(['Basic', 'josé:correct: horse']);
  });
});

/** What the minters make a ticket of. Both leave out a text "0". */
function inputOf({ userid, tokens, userdata, multifactor }: (typeof users)[number], i: number): MinterInput {
  const unlessZero = (text: string): string => (text === '0' ? '' : text);
  return {
    uid: userid,
    cip: i % 2 === 0 ? '127.0.0.1' : '',
    validuntil: nowSeconds + 600,
    grace: i % 3 === 0 ? 60 : 0,
    tokens: unlessZero(tokens.join(',')),
    udata: unlessZero(userdata),
    multifactor,
  };
}
