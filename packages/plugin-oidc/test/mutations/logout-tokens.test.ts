import { describe, expect, it } from 'vitest';
import { busyMs } from '../../../testkit/test/busy.js';
import { type Application, application, type Browser, browser, CLIENT_ID, ISSUER } from '../support.js';
import { makeKey, signed, type TestKey } from '../tokens/keys.js';
import { forged } from './forgeries.js';
import { damaged, type Random, random } from './random.js';

/** How many tokens are tried; each is another one. */
const COUNT = Number(process.env['WHO_OIDC_MUTATIONS'] ?? 200);
const SEED = Number(process.env['WHO_OIDC_SEED'] ?? Date.now() % 1_000_000_000);

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const KEYS: readonly TestKey[] = [makeKey('RS256', 'usual'), makeKey('ES256', 'usual'), makeKey('EdDSA', 'usual')];

const KINDS = ['changed', 'changed', 'changed', 'changed', 'out of place', 'out of place', 'used', 'ID token'] as const;

let made = 0;

/** A logout token as the provider makes it; `undefined` takes a claim away. */
function logoutToken(
  app: Application,
  changes: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const seconds = Math.floor(app.clock.now() / 1000);
  const claims = { iss: ISSUER, aud: CLIENT_ID, nonce: undefined, iat: seconds, exp: seconds + 120 };
  const names = { sub: 'mallory', sid: 'session of mallory', jti: `made ${++made}`, events: { [EVENT]: {} } };
  return signed({ ...claims, ...names, ...changes }, app.provider.key, { typ: 'logout+jwt', ...header });
}

/** Signed by the provider and about the victim, but no logout, or not for here and now. */
function outOfPlace(app: Application, { of }: Random): Promise<string> {
  const seconds = Math.floor(app.clock.now() / 1000);
  const changes = of<Record<string, unknown>>([
    { iss: 'https://evil.example' },
    { iss: `${ISSUER}/` },
    { iss: undefined },
    { aud: 'another' },
    { aud: undefined },
    { aud: [] },
    { aud: [CLIENT_ID, 'another'] },
    { azp: 'another' },
    { nonce: 'a nonce' },
    { nonce: '' },
    { nonce: null },
    { events: undefined },
    { events: null },
    { events: {} },
    { events: [EVENT] },
    { events: EVENT },
    { events: [{ [EVENT]: {} }] },
    { events: { [EVENT]: null } },
    { events: { [EVENT]: true } },
    { events: { [EVENT]: [] } },
    { events: { [`${EVENT}/`]: {} } },
    { events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} } },
    { jti: undefined },
    { jti: '' },
    { jti: 7 },
    { jti: ['made'] },
    { iat: undefined },
    { iat: seconds - 86_400 * 400, exp: undefined },
    { iat: seconds - 86_400 * 400, exp: seconds + 86_400 * 400 },
    { iat: seconds + 600 },
    { iat: String(seconds) },
    { exp: seconds - 31 },
    { exp: String(seconds + 120) },
    { nbf: seconds + 600 },
    { sub: undefined, sid: undefined },
    { sub: ['victim'], sid: undefined },
    { sub: undefined, sid: ['session of victim'] },
    { sid: '' },
  ]);
  const usual = { sub: 'victim', sid: of(['session of victim', undefined]) };
  // A token of one kind is none of another.
  const header = { typ: of(['at+jwt', 'JWE', 'secevent+jwt', 'token-introspection+jwt', 'dpop+jwt']) };
  return of([
    () => logoutToken(app, { ...usual, ...changes }),
    () => logoutToken(app, { ...usual, ...changes }, { typ: of(['JWT', undefined]) }),
    () => logoutToken(app, usual, header),
  ])();
}

/** Mallory's own, changed: the victim's name, other keys, other algorithms, damage. */
async function changed(app: Application, chance: Random): Promise<string> {
  return forged(await logoutToken(app), app.provider.key, chance);
}

async function signIn(app: Application, user: string): Promise<Browser> {
  const tab = browser(app);
  await tab.signIn(user);
  return tab;
}

interface Scene {
  readonly app: Application;
  readonly victim: Browser;
  /** What signed the victim in: real, and no logout token. */
  readonly idToken: string;
  /** What has ended all earlier sessions of the victim. */
  readonly used: string;
}

async function scene(key: TestKey): Promise<Scene> {
  const app = application({ key, maxFailures: 1_000_000_000 });
  const used = await logoutToken(app, { sub: 'victim', sid: undefined, exp: undefined });
  expect((await send(app, used)).status).toBe(200);
  app.clock.advance(1000);
  let idToken = '';
  app.provider.change = {
    idToken(token) {
      idToken = token;
      return token;
    },
  };
  const victim = await signIn(app, 'victim');
  app.provider.change = {};
  app.clock.advance(1000);
  return { app, victim, idToken, used };
}

async function send(app: Application, token: string): Promise<{ status: number; code: string }> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ logout_token: token }).toString();
  try {
    const { status, body: text } = await browser(app).visit('/login/oidc', { method: 'POST', headers, body });
    return { status, code: text };
  } catch (error) {
    return { status: 0, code: (error as { code?: string }).code ?? String(error) };
  }
}

describe(`logout tokens that are none of the victim's (seed ${SEED})`, () => {
  it(`do not end the victim's session: ${COUNT} of them`, async () => {
    const scenes = await Promise.all(KEYS.map(scene));
    const codes = new Map<string, number>();
    let slowestMs = 0;
    for (let i = 0; i < COUNT; i++) {
      const chance = random(SEED + i);
      const { app, victim, idToken, used } = chance.of(scenes);
      const kind = chance.of(KINDS);
      const token = await {
        changed: () => changed(app, chance),
        'out of place': () => outOfPlace(app, chance),
        used: () => chance.of([used, damaged(used, chance)]),
        'ID token': () => chance.of([idToken, damaged(idToken, chance)]),
      }[kind]();
      const beganMs = busyMs();
      const { status, code } = await send(app, token);
      slowestMs = Math.max(slowestMs, busyMs() - beganMs);
      const found = `seed ${SEED + i}, ${kind}: ${status} ${code}`;
      // Only mallory's own token may end something: her sessions.
      const isGood = kind === 'changed' && status === 200 && code === '';
      if (!isGood && code !== 'OIDC_LOGOUT_REQUEST_INVALID') expect.unreachable(found);
      const isLookedAt = isGood || i % 20 === 0 || i === COUNT - 1;
      if (isLookedAt && (await victim.whoami()) !== 'victim') expect.unreachable(found);
      const outcome = `${kind}: ${isGood ? 'good' : 'refused'}`;
      codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
      app.log.length = 0;
      app.provider.asked.length = 0;
    }
    // So that all this is about something.
    for (const { app, victim } of scenes) {
      expect(await victim.whoami()).toBe('victim');
      expect(await send(app, await logoutToken(app, { sub: 'victim', sid: 'session of victim' }))).toEqual({
        status: 200,
        code: '',
      });
      expect(await victim.whoami()).toBe('nobody');
    }
    expect(slowestMs).toBeLessThan(5000);
    if (process.env['WHO_OIDC_MUTATIONS']) {
      console.info(COUNT, Object.fromEntries([...codes].sort()), `${Math.round(slowestMs)} ms`);
    }
  }, 36_000_000);
});
