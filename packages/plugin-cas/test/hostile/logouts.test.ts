import { randomBytes } from 'node:crypto';
import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { damaged, type Random, random } from '../../../plugin-oidc/test/mutations/random.js';
import { busyMs } from '../../../testkit/test/busy.js';
import { logoutRequest } from '../single-logout/support.js';
import { browser, success } from '../support.js';
import { scene } from './scene.js';

/** How many requests are tried; each is another one. */
const COUNT = Number(process.env['WHO_CAS_MUTATIONS'] ?? 200);
const SEED = Number(process.env['WHO_CAS_SEED'] ?? Date.now() % 1_000_000_000);

const MALLORY = 'ST-1-mallory';

/** What mallory knows: her own ticket, and how tickets begin. */
function guess({ of, text }: Random): string {
  return of([
    MALLORY,
    'ST-1-',
    'ST-',
    '*',
    '.*',
    '%',
    '',
    ' ',
    'alice',
    'ST-1-alice',
    '@NOT_USED@',
    '__proto__',
    text(8),
  ]);
}

function requestXml(random: Random): string {
  const { of } = random;
  const [one, other] = [guess(random), guess(random)];
  const escaped = one.replace(/[<&>]/g, (character) => `&#${character.charCodeAt(0)};`);
  const whole = logoutRequest(escaped, { prefix: of(['p', 'samlp', 'saml2p']), cdata: of([true, false]) });
  return of([
    () => whole,
    () => logoutRequest(one),
    () => whole.replace('@NOT_USED@', () => other),
    () => whole.replace(/<(\w+):SessionIndex>.*<\/\1:SessionIndex>/s, (index) => index + index.replaceAll(one, other)),
    () => whole.replace(/SessionIndex/g, () => of(['NameID', 'SessionIndices', 'Extensions', 'sessionindex'])),
    () => `<!DOCTYPE x [<!ENTITY e "${of(['ST-1-', MALLORY])}">]>${logoutRequest('&e;')}`,
    () => whole.replace('ST-', () => `ST<!---->-`),
    () => `${whole}${logoutRequest(other)}`,
    () => `<x>${whole}</x>`,
  ])();
}

/** A request to the callback path, by one of the ways in which logouts come. */
function logout(random: Random): {
  url: string;
  request?: { method: string; headers: Record<string, string>; body: string };
} {
  const { of, text } = random;
  const xml = of([() => requestXml(random), () => damaged(requestXml(random), random)])();
  const pack = of<(text: string) => Buffer>([Buffer.from, deflateRawSync, deflateSync]);
  const packed = of([() => pack(xml).toString('base64'), () => damaged(pack(xml).toString('base64'), random)])();
  const query = new URLSearchParams([
    ['logoutRequest', packed],
    ...of<[string, string][]>([
      [],
      [['RelayState', text(20)]],
      [['callback', of(['f', 'f()', text(5)])]],
      [['logoutRequest', 'x']],
    ]),
  ]);
  const posted = (body: string, type: string) => ({
    url: `/login/cas${of(['', '?who_state=x', `?ticket=${MALLORY}`])}`,
    request: {
      method: 'POST',
      headers: { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(body)) },
      body,
    },
  });
  return of([
    () => ({ url: `/login/cas?${query}` }),
    () => posted(new URLSearchParams({ logoutRequest: xml }).toString(), 'application/x-www-form-urlencoded'),
    () =>
      posted(
        `logoutRequest=${encodeURIComponent(Buffer.from(xml).toString())}&logoutRequest=x`,
        'application/x-www-form-urlencoded',
      ),
    () => posted(Buffer.from(xml).toString(), of(['text/xml', 'application/xml', 'text/plain', ''])),
  ])();
}

describe(`logout requests of somebody who does not know the ticket (seed ${SEED})`, () => {
  it(`end nobody's session: ${COUNT} of them`, async () => {
    const app = scene({ logoutChannel: 'both' });
    const alice = browser(app);
    // It is for CAS to make tickets that cannot be guessed.
    const ticket = `ST-1-${randomBytes(16).toString('hex')}`;
    const signIn = async (tab: ReturnType<typeof browser>, user: string, by: string): Promise<void> => {
      app.answer = () => new Response(success(user));
      await tab.arrive(await tab.depart(), by);
      expect((await tab.visit('/')).body).toBe(user);
    };
    await signIn(alice, 'alice', ticket);
    const codes = new Map<string, number>();
    let slowestMs = 0;
    for (let i = 0; i < COUNT; i++) {
      const chance = random(SEED + i);
      const { url, request } = logout(chance);
      app.answer = () => new Response('', { status: 500 });
      const beganMs = busyMs();
      const code = await browser(app)
        .visit(url, request)
        .then(
          ({ status, body }) => /CAS_\w+/.exec(body)?.[0] ?? String(status),
          (error: { code?: string }) => error.code ?? String(error),
        );
      slowestMs = Math.max(slowestMs, busyMs() - beganMs);
      const found = `seed ${SEED + i}: ${code}`;
      if (!/^(?:CAS_[A-Z_]+|200|30[23]|403|BAD_FORM|FORM_TOO_LARGE)$/.test(code)) expect.unreachable(found);
      // A session that is over stays over, so that not every refusal has to be followed.
      const isLookedAt = code === '200' || i % 20 === 0 || i === COUNT - 1;
      if (isLookedAt && (await alice.visit('/')).body !== 'alice') expect.unreachable(found);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    // So that all this is about something: the right one does.
    app.answer = () => new Response('', { status: 500 });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ logoutRequest: logoutRequest(ticket) }).toString();
    await browser(app).visit('/login/cas', { method: 'POST', headers, body });
    expect((await alice.visit('/')).body).toBe('nobody');
    expect(codes.get('200')).toBeGreaterThan(0);
    expect(slowestMs).toBeLessThan(5000);
    if (process.env['WHO_CAS_MUTATIONS']) {
      console.info(COUNT, Object.fromEntries([...codes].sort()), `${Math.round(slowestMs)} ms`);
    }
  }, 36_000_000);
});
