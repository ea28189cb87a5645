import type { Exchange, Identification } from '@who/core';
import { type Arrival, clauseOf, type Received, type SignIn, type SsoPlugin, ssoBase, type Verdict } from '@who/sso';
import { badResponse } from './errors.js';
import { NAMING } from './naming.js';
import { resolveOptions, type SesameOptions } from './options.js';
import { isProof } from './proof.js';
import { reasons } from './reasons.js';
import { readSaid, type Said } from './said.js';

/**
 * Signs people in through Sesame, which gives them a pass and says whose it is.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const who = createWho({
 *   publicUrl: 'https://app.example.org',
 *   plugins: {
 *     sesame: sesame({
 *       sesameUrl: 'https://sesame.example.org',
 *       secrets: [process.env['SESAME_SECRET'] ?? ''],
 *       rememberer: 'ticket',
 *     }),
 *     ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }),
 *   },
 *   identifiers: ['sesame', 'ticket'],
 *   authenticators: ['sesame', 'ticket'],
 *   challengers: ['sesame'],
 * });
 */
export function sesame(options: SesameOptions): SsoPlugin {
  const { sesameUrl, secrets } = resolveOptions(options);
  const base = ssoBase(NAMING, options, { peerUrl: sesameUrl, reasons });
  const { ask, fetchAnswer, isDown } = base.connection(options);
  const urlOf = (path: string, query: Record<string, string>): string =>
    `${sesameUrl}${path}?${new URLSearchParams(query)}`;

  /** Sends a browser to Sesame. What comes back has to have the id; what Sesame says later, the nonce. */
  function leave(_exchange: Exchange, signIn: SignIn): { readonly location: string } {
    const { id, callbackUrl, mode } = signIn;
    const asked = { id, nonce: signIn.secretFor('nonce'), back: callbackUrl, ask: ASKS[mode] };
    return { location: urlOf('/in', asked) };
  }

  /** What a browser brings back. Nothing is asked or decided here. */
  function receive({ query }: Exchange): Received<string> {
    const [pass, ...others] = query.getAll('pass');
    if (others.length > 0 || (pass !== undefined && !PASS.test(pass))) {
      return { problem: { code: 'SESAME_PASS_INVALID', reason: 'not exactly one well-formed pass came' } };
    }
    return { signIns: query.getAll('id'), answer: pass };
  }

  /** Asks Sesame whose a pass is. @returns `undefined` for one that it does not know */
  async function whose(pass: string): Promise<Said | undefined> {
    const { status, body } = await fetchAnswer(`${sesameUrl}/whose`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${secrets[0]}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ pass }).toString(),
    });
    if (status === 404) return undefined;
    if (status !== 200) throw badResponse(`its status is ${status}; look at "sesameUrl" and "secrets"`);
    return readSaid(new TextDecoder().decode(body));
  }

  /** Whether somebody is signed in by a pass. An error is no verdict: it is thrown, and the page can be reloaded. */
  async function verify(exchange: Exchange, { answer, signIn }: Arrival<string>): Promise<Verdict> {
    const said = await ask(exchange, () => whose(answer));
    if (!said) return { refused: { code: 'SESAME_PASS_REJECTED', reason: 'Sesame does not know the pass' } };
    if (said.nonce !== signIn?.secretFor('nonce')) return refused('SESAME_PASS_MISPLACED');
    if (signIn?.mode === 'renew' && !said.isTyped) return refused('SESAME_NOTHING_TYPED');
    const { userid, attributes, isTyped } = said;
    return { userid, attributes, session: { id: answer }, isRenewed: isTyped };
  }

  function refused(why: 'SESAME_PASS_MISPLACED' | 'SESAME_NOTHING_TYPED'): Verdict {
    const reason = reasons[why];
    return { refused: { code: 'SESAME_PASS_REJECTED', reason: clauseOf(reason), told: [reason] } };
  }

  /** Sesame itself says that somebody has signed out there. */
  async function gone(exchange: Exchange): Promise<Identification | undefined> {
    const form = await base.readForm(exchange);
    const [pass, ...others] = form.getAll('gone');
    if (pass === undefined) return undefined;
    if (others.length > 0 || !isProof(form.get('proof') ?? '', pass, secrets)) {
      return { reply: base.refusePlain(exchange, 'LOGOUT_REQUEST_INVALID', 'it is not proven, or not exactly one') };
    }
    return {
      async reply(who) {
        await base.endSessions(who, { id: pass });
        return base.plainAnswer();
      },
    };
  }

  return base.plugin<string>({
    leave,
    receive,
    verify,
    logoutUrl: (_exchange, _identity, returnTo) => urlOf('/out', { back: returnTo }),
    routes: [{ method: 'POST', path: base.settings.callbackPath, answer: gone }],
    isDown,
  });
}

/** What Sesame is to do with people who have a session there, and with those who have none. */
const ASKS = { plain: 'if needed', renew: 'always', gateway: 'never' } as const;

const PASS = /^[\w-]{16,256}$/;
