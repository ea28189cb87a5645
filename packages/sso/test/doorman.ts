import { checkOptions, type Exchange, type Identification, type OptionNames } from '@who/core';
import { SSO_OPTIONS, type SsoOptions, type SsoPlugin, ssoBase } from '../src/index.js';

export const NAMING = {
  package: 'who-doorman',
  prefix: 'DOOR',
  answer: 'PASS',
  peer: 'the doorman',
  urlOption: 'doorUrl',
} as const;

/** How the doorman is asked. */
export interface DoormanOptions extends SsoOptions {
  readonly doorUrl: string;
  readonly fetch?: typeof fetch | undefined;
}

const NAMES: OptionNames<DoormanOptions> = { ...SSO_OPTIONS, doorUrl: true, fetch: true };

/** A made-up protocol: a doorman gives people a pass, and says whose it is and until when. */
export function doorman(options: DoormanOptions): SsoPlugin {
  checkOptions(NAMING.package, options, NAMES);
  const { doorUrl, fetch } = options;
  const sso = ssoBase(NAMING, options, { peerUrl: doorUrl });
  const { ask, fetchText, isDown } = sso.connection({ fetch });
  const url = (path: string, query: Record<string, string>): string =>
    `${doorUrl}${path}?${new URLSearchParams(query)}`;

  /** He says that somebody has gone: by the pass, by the house that has closed, or by name. */
  async function closed(exchange: Exchange): Promise<Identification> {
    const form = await sso.readForm(exchange);
    const [id, group, subject] = ['pass', 'house', 'user'].map((field) => form.get(field) ?? undefined);
    if (form.get('word') !== 'sesame') return { reply: sso.refusePlain(exchange, 'SENDER_REFUSED', 'he says no word') };
    return {
      async reply(who) {
        await sso.endSessions(who, { id, group, subject }, subject);
        return sso.plainAnswer();
      },
    };
  }

  return sso.plugin<string>({
    leave: (_exchange, { id, callbackUrl, mode }) => ({ location: url('/in', { id, mode, back: callbackUrl }) }),
    receive({ query }) {
      const [pass, ...others] = query.getAll('pass');
      if (others.length > 0) return { problem: { code: 'DOOR_PASS_INVALID', reason: 'several passes came' } };
      return { signIns: query.getAll('id'), answer: pass };
    },
    async verify(exchange, { answer, signIn }) {
      const text = await ask(exchange, () => fetchText(url('/whose', { pass: answer, id: signIn?.id ?? '' })));
      const [userid = '', house = '', mail = ''] = text.split(' ');
      if (userid === '')
        return { refused: { code: 'DOOR_PASS_REJECTED', reason: 'the doorman does not know the pass' } };
      const session = { id: answer, group: house, subject: userid };
      return { userid, session, attributes: { mail: [mail] }, isRenewed: signIn?.mode === 'renew' };
    },
    logoutUrl: (_exchange, _identity, returnTo) => url('/out', { back: returnTo }),
    routes: [{ method: 'POST', path: sso.settings.callbackPath, answer: closed }],
    isDown,
  });
}
