import { describe, expect, it } from 'vitest';
import { busyMs } from '../../../testkit/test/busy.js';
import type { Changes } from '../fake-provider.js';
import { type Application, application, type Browser, browser } from '../support.js';
import { makeKey, type TestKey } from '../tokens/keys.js';
import { areTheSame, forged } from './forgeries.js';
import { damaged, type Random, random } from './random.js';

/** How many answers are tried; each is another one. */
const COUNT = Number(process.env['WHO_OIDC_MUTATIONS'] ?? 600);
const SEED = Number(process.env['WHO_OIDC_SEED'] ?? Date.now() % 1_000_000_000);

/** What became of an attempt. */
interface Outcome {
  readonly userid: string;
  readonly code: string;
  readonly tookMs: number;
}

/** Lets mallory sign in, with answers that were changed on their way. */
async function attempt(app: Application, change: Changes, back: (url: URL) => URL = (url) => url): Promise<Outcome> {
  app.provider.asked.length = 0;
  app.log.length = 0;
  const tab = browser(app);
  const address = back(app.provider.visit(await tab.depart(), 'mallory'));
  app.provider.change = change;
  const beganMs = busyMs();
  const answer = await followed(tab, address);
  app.provider.change = {};
  const tookMs = busyMs() - beganMs;
  return {
    userid: tab.jar.has('__Host-auth_tkt') || tab.jar.has('auth_tkt') ? await tab.whoami() : 'nobody',
    code: answer,
    tookMs,
  };
}

/** The code of the page or error that came of it. */
async function followed(tab: Browser, address: URL): Promise<string> {
  try {
    const { status, body } = await tab.follow(address);
    return /OIDC_\w+/.exec(body)?.[0] ?? String(status);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const KEYS: readonly TestKey[] = [makeKey('RS256', 'usual'), makeKey('ES256', 'usual'), makeKey('EdDSA', 'usual')];

function applicationWith(key: TestKey): Application {
  // Nobody is to be refused for what came before.
  return application({ key, maxFailures: 1_000_000_000 });
}

describe(`changed answers (seed ${SEED})`, () => {
  it(`sign nobody in: ${COUNT} of them`, async () => {
    const codes = new Map<string, number>();
    const apps = KEYS.map(applicationWith);
    let slowestMs = 0;
    for (let i = 0; i < COUNT; i++) {
      const chance = random(SEED + i);
      const app = chance.of(apps);
      const tried = await chance.of([
        changedToken,
        changedToken,
        changedToken,
        changedTokens,
        changedUserInfo,
        changedAddress,
      ])(app, chance);
      const { outcome, isGood } = tried;
      const found = `seed ${SEED + i}: ${JSON.stringify(outcome)}`;
      if (outcome.userid !== 'nobody' && !(isGood && outcome.userid === 'mallory')) expect.unreachable(found);
      if (!/^OIDC_[A-Z_]+$|^30[23]$/.test(outcome.code)) expect.unreachable(found);
      slowestMs = Math.max(slowestMs, outcome.tookMs);
      codes.set(outcome.code, (codes.get(outcome.code) ?? 0) + 1);
    }
    expect(slowestMs).toBeLessThan(5000);
    if (process.env['WHO_OIDC_MUTATIONS'])
      console.info(COUNT, Object.fromEntries(codes), `${Math.round(slowestMs)} ms`);
  }, 3_600_000);
});

/** An attempt; and whether mallory may be signed in by it, as nothing of hers was changed that counts. */
interface Tried {
  readonly outcome: Outcome;
  readonly isGood: boolean;
}

async function changedToken(app: Application, chance: Random): Promise<Tried> {
  let isGood = false;
  const outcome = await attempt(app, {
    async idToken(token) {
      const made = await forged(token, app.provider.key, chance);
      isGood = areTheSame(made, token);
      return made;
    },
  });
  return { outcome, isGood };
}

/** The whole answer of the token endpoint; the ID token in it may be another sign-in's. */
async function changedTokens(app: Application, chance: Random): Promise<Tried> {
  const { of, text } = chance;
  let victims = '';
  if (chance.below(4) === 0) {
    app.provider.change = {
      idToken(token) {
        victims = token;
        return token;
      },
    };
    await browser(app).signIn('victim');
  }
  const odd = of<unknown>([null, [], {}, '', 0, true, ['x'], { id_token: 'x' }, text(8), victims]);
  const name = of(['id_token', 'access_token', 'token_type', 'expires_in', 'scope', 'refresh_token', text(6)]);
  const damage = chance.below(3) === 0;
  const outcome = await attempt(app, {
    tokens: (tokens) => ({ ...tokens, [name]: odd, ...(victims && { id_token: victims }) }),
    async response(path, response) {
      if (path !== '/token' || !damage) return response;
      return new Response(damaged(await response.text(), chance), {
        status: of([200, 200, 200, 201, 400, 401, 302, 500]),
      });
    },
  });
  // The rest of the answer is the provider's word over TLS; the ID token says who it is.
  return { outcome, isGood: victims === '' };
}

async function changedUserInfo(app: Application, chance: Random): Promise<Tried> {
  const { of, text } = chance;
  const odd = of<unknown>([null, [], {}, '', 0, true, ['mallory'], 'victim', text(8)]);
  const name = of(['sub', 'sub', 'iss', 'email', '__proto__', 'constructor', text(6)]);
  const damage = chance.below(3) === 0;
  const outcome = await attempt(app, {
    userInfo: (claims) => ({ ...claims, [name]: odd }),
    async response(path, response) {
      if (path !== '/userinfo' || !damage) return response;
      const headers = { 'Content-Type': of(['application/json', 'application/jwt', 'text/html', 'x']) };
      return new Response(damaged(await response.text(), chance), {
        status: of([200, 200, 201, 401, 404, 503]),
        headers,
      });
    },
  });
  return { outcome, isGood: true };
}

/** What the browser brings. */
async function changedAddress(app: Application, chance: Random): Promise<Tried> {
  const { of, text } = chance;
  const other = app.provider.visit(await browser(app).depart(), 'victim');
  const names = ['code', 'state', 'iss', 'error'];
  let isGood = false;
  const outcome = await attempt(app, {}, (url) => {
    const made = new URL(url);
    const { searchParams } = made;
    const [name, value] = [of(names), of(['', text(8), searchParams.get('code') ?? '', app.provider.issuer])];
    of([
      () => searchParams.set(name, value),
      () => searchParams.append(name, value),
      () => searchParams.delete(name),
      () => searchParams.set('code', damaged(searchParams.get('code') ?? '', chance)),
      () => searchParams.set('state', damaged(searchParams.get('state') ?? '', chance)),
      () => searchParams.set('state', other.searchParams.get('state') ?? ''),
      () => searchParams.set('code', other.searchParams.get('code') ?? ''),
    ])();
    const same = (what: string): boolean =>
      JSON.stringify(searchParams.getAll(what)) === JSON.stringify(url.searchParams.getAll(what));
    isGood =
      same('code') &&
      same('state') &&
      !searchParams.has('error') &&
      [undefined, app.provider.issuer].includes(searchParams.get('iss') ?? undefined);
    return made;
  });
  return { outcome, isGood };
}
