import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { createWho, type Who } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { ssoSessions } from '@who/sso';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { busyMs } from '../../../testkit/test/busy.js';
import { idpKeys, nameId, otherKeys } from '../idp/idp.js';
import { signElement } from '../idp/sign.js';
import { logoutRequest, logoutResponse, signedQuery } from '../logout-messages.js';
import { ownKeys, SECRET } from '../site.js';
import { arrival, make } from '../support.js';
import { mutated, randomNumbers } from './mutations.js';

/** How many, and from where on. */
const COUNT = Number(process.env['SAML_MUTATIONS'] ?? 150);
const SEED = Number(process.env['SAML_MUTATIONS_SEED'] ?? 1);
const MAX_MS = 5000;

/** However long all of it takes, nothing of it is to become too old. */
const NOW_MS = Date.now();
const now = (): number => NOW_MS;

const PATH = '/login/saml/logout';
const HEAD = {
  issuer: 'https://idp.example.org/metadata',
  destination: `https://app.example.org${PATH}`,
  issuedMs: NOW_MS,
};

interface Scene {
  readonly who: Who;
  readonly sessionIndex: string;
  isThere(): Promise<boolean>;
}

/** An application at which somebody is signed in; his session's name at the identity provider is a secret of the two. */
async function scene(user: string): Promise<Scene> {
  const sessions = ssoSessions({ now });
  const plugin = make({ sessions, privateKey: ownKeys.key, certificates: [ownKeys.certificate] });
  const who = createWho({
    publicUrl: 'https://app.example.org',
    now,
    logger: { debug() {}, warn() {}, error() {} },
    plugins: { saml: plugin, ticket: authTkt({ secrets: [SECRET], isRevoked: sessions.isRevoked }) },
    identifiers: ['saml', 'ticket'],
    authenticators: ['saml', 'ticket'],
    challengers: ['saml'],
  });
  const sessionIndex = `_${randomBytes(8).toString('hex')}`;
  const away = who.api(fakeRequest({ url: '/private' }));
  const request = await arrival(plugin, away.exchange, { nameId: nameId(user), sessionIndex });
  const back = who.api(fakeRequest(request));
  await back.authenticate();
  const { headers } = await back.conclude({ status: 200, header: () => undefined, setCookies: [] });
  const [, cookie = ''] =
    /^((?:__Host-)?auth_tkt=[^;]*)/.exec(headers.find(([, line]) => line.includes('auth_tkt='))?.[1] ?? '') ?? [];
  return {
    who,
    sessionIndex,
    isThere: async () =>
      (await who.api(fakeRequest({ url: '/', headers: { cookie } })).authenticate())?.userid === user,
  };
}

interface Sent {
  readonly status: number;
  readonly body: string;
}

async function send(who: Who, binding: 'redirect' | 'post', message: string): Promise<Sent> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const api = who.api(
    fakeRequest(
      binding === 'redirect' ? { url: `${PATH}?${message}` } : { method: 'POST', url: PATH, headers, body: message },
    ),
  );
  await api.authenticate();
  const { status = 0, body = '' } = api.earlyReply ?? {};
  return { status, body: String(body) };
}

const packed = (xml: string): string => encodeURIComponent(deflateRawSync(xml).toString('base64'));

const inForm = (name: string, xml: string): string =>
  new URLSearchParams({ [name]: Buffer.from(xml).toString('base64'), RelayState: 'x' }).toString();

/** Genuine messages about mallory, and what an attacker has signed about alice. */
function messages(alice: string): Readonly<Record<'genuine' | 'signed' | 'forged' | 'misplaced', readonly string[]>> {
  const victim = { ...HEAD, user: 'alice@example.org' };
  const own = logoutRequest({ ...HEAD, user: 'mallory@example.org', sessionIndexes: ['_of-mallory'] });
  const evil = logoutRequest({ ...victim, id: '_evil', sessionIndexes: [alice] });
  const answer = logoutResponse(HEAD, '_request', 'Success');
  return {
    genuine: [own, answer],
    signed: [signElement(own, 'LogoutRequest', idpKeys), signElement(answer, 'LogoutResponse', idpKeys)],
    forged: [evil, logoutRequest(victim), signElement(evil, 'LogoutRequest', otherKeys)],
    /** Signed by the identity provider, and not for here and now. */
    misplaced: [
      { issuer: 'https://other.example.org/metadata' },
      { destination: 'https://other.example.org/login/saml/logout' },
      { destination: undefined },
      { issuedMs: Date.now() - 3_600_000 },
      { issuedMs: Date.now() + 3_600_000 },
    ].map((changes) => logoutRequest({ ...victim, sessionIndexes: [alice], ...changes })),
  };
}

/** Parameters of an address, changed as an attacker would. */
function changedQuery(query: string, random: (below: number) => number, others: readonly string[]): string {
  const parts = query.split('&');
  const at = random(parts.length);
  const one = parts[at] as string;
  const [name = ''] = one.split('=');
  const other = packed(others[random(others.length)] as string);
  const by = [
    '',
    `${one}&${one}`,
    `${name}=`,
    `${name}=${other}`,
    `${one}&SAMLRequest=${other}`,
    `SAML%52equest=${other}&${one}`,
    one.slice(0, random(one.length)),
    one + String.fromCharCode(33 + random(90)),
    one.replace(/%\w\w/, (code) => code.toLowerCase()),
    `SigAlg=${encodeURIComponent('http://www.w3.org/2000/09/xmldsig#rsa-sha1')}`,
    `SigAlg=${encodeURIComponent('http://www.w3.org/2000/09/xmldsig#hmac-sha1')}`,
    `SAMLEncoding=urn:x&${one}`,
    `RelayState=https://evil.example/`,
  ][random(13)] as string;
  const made = [...parts.slice(0, at), by, ...parts.slice(at + 1)];
  return (random(4) === 0 ? made.reverse() : made).filter((part) => part !== '').join('&');
}

type Message = readonly [binding: 'redirect' | 'post', message: string];

/** Makes changed messages, each another one. */
function messageMaker(alice: string): (random: (below: number) => number) => Message {
  const { genuine, signed, forged, misplaced } = messages(alice);
  const names = ['SAMLRequest', 'SAMLResponse'] as const;
  const queries = genuine.map((xml, i) => signedQuery(xml, { name: names[i] as string }));
  const strange = misplaced.map((xml) => [signedQuery(xml), signElement(xml, 'LogoutRequest', idpKeys)] as const);
  return (random) => {
    const [i, j] = [random(genuine.length), random(strange.length)];
    const [name, query] = [names[i] as string, queries[i] as string];
    const kinds: readonly (() => Message)[] = [
      () => ['post', inForm(name, mutated(signed[i] as string, random, [...signed, ...forged]))],
      () => ['redirect', changedQuery(query, random, forged)],
      () => ['redirect', query.replace(/=[^&]*/, () => `=${packed(mutated(genuine[i] as string, random, forged))}`)],
      () => ['redirect', strange[j]?.[0] as string],
      () => ['post', inForm('SAMLRequest', strange[j]?.[1] as string)],
      () => ['post', inForm(name, forged[random(forged.length)] as string)],
    ];
    // The latter three are few.
    const make = kinds[random(12) < 10 ? random(3) : random(kinds.length)] as () => Message;
    return make();
  };
}

describe('changed messages of single logout', () => {
  it(
    `end no session that they are not about (${COUNT})`,
    async () => {
      const { who, sessionIndex, isThere } = await scene('alice@example.org');
      const make = messageMaker(sessionIndex);
      expect(await isThere()).toBe(true);
      const counts: Record<string, number> = {};
      for (let i = 0; i < COUNT; i++) {
        const [binding, message] = make(randomNumbers(SEED + i));
        const startedMs = busyMs();
        const { status, body } = await send(who, binding, message);
        expect(busyMs() - startedMs, `mutation ${SEED + i} takes its time`).toBeLessThan(MAX_MS);
        const outcome = `${binding} ${status} ${/^SAML_\w+$/.test(body) ? body : ''}`;
        // Refused, nothing of ours, the way back, or the answer to what was genuine after all.
        expect(outcome, `mutation ${SEED + i}`).toMatch(/ (?:400 SAML_LOGOUT_REQUEST_INVALID|0 |30[23] |200 )$/);
        const isLookedAt = (status !== 400 && status !== 0) || i % 20 === 0 || i === COUNT - 1;
        if (isLookedAt) expect(await isThere(), `mutation ${SEED + i}`).toBe(true);
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
      if (process.env['SAML_MUTATIONS']) console.log(counts);
      // So that all this is about something: the right one ends it.
      const xml = logoutRequest({ ...HEAD, sessionIndexes: [sessionIndex] });
      expect(await send(who, 'redirect', signedQuery(xml))).toMatchObject({ status: 302 });
      expect(await isThere()).toBe(false);
    },
    COUNT * MAX_MS,
  );
});
