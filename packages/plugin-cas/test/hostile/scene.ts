import { createWho, type Who } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { fakeClock } from '@who/testkit';
import { type CasFetch, type CasOptions, cas, casSessions } from '../../src/index.js';
import { APP_URL, browser, CAS_URL, SECRET } from '../support.js';

/** An application, and what its CAS server says next. */
export interface Scene {
  readonly who: Who;
  answer: (asked: { readonly url: string; readonly body: string }) => Response;
}

/** Keeps people signed in by real tickets, whose sessions can be ended. */
export function scene(options: Partial<CasOptions> = {}): Scene {
  const clock = fakeClock(Date.now());
  const sessions = casSessions({ now: clock.now });
  const fetch: CasFetch = async (url, { body }) => made.answer({ url, body: String(body ?? '') });
  const who = createWho({
    publicUrl: APP_URL,
    now: clock.now,
    logger: { debug() {}, warn() {}, error() {} },
    plugins: {
      // Nobody is to be refused for what came before.
      cas: cas({
        ...{ casUrl: CAS_URL, rememberer: 'ticket', stateSecrets: [SECRET], maxFailures: 1_000_000_000 },
        ...{ fetch, sessions },
        ...options,
      }),
      ticket: authTkt({ secrets: [SECRET], isRevoked: sessions.isRevoked }),
    },
    identifiers: ['cas', 'ticket'],
    authenticators: ['cas', 'ticket'],
    challengers: ['cas'],
  });
  const made: Scene = { who, answer: () => new Response('') };
  return made;
}

/** Who a browser is taken for that has come back with a ticket, and by which code it was refused. */
export async function arrive(app: Scene, ticket = 'ST-mallory'): Promise<{ user: string; code: string }> {
  const tab = browser(app);
  const service = await tab.depart();
  const code = await tab.arrive(service, ticket).then(
    ({ status, body }) => /CAS_\w+/.exec(body)?.[0] ?? String(status),
    (error: { code?: string }) => error.code ?? String(error),
  );
  const hasTicket = [...tab.jar.keys()].some((name) => name.endsWith('auth_tkt'));
  return { user: hasTicket ? (await tab.visit('/')).body : 'nobody', code };
}
