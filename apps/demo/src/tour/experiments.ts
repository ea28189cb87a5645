import type { IncomingMessage, RequestListener } from 'node:http';
import { nodeRequest } from '@who/connect';
import { createWho, Identity, type Who } from '@who/core';
import type { Addresses, Engine } from '../engine.js';
import type { Errand, Errands, Returned } from './errands.js';

/** Something to try: a request that really goes through an engine. */
export interface Experiment {
  /** `/try/NAME` */
  readonly name: string;
  readonly title: string;
  /** What is done. */
  readonly text: string;
  run(visitor: IncomingMessage): Promise<Returned>;
}

/** What experiments are made of. */
export interface Laboratory extends Addresses {
  readonly who: Engine;
  readonly errands: Errands;
  /** The application as it is. */
  readonly application: RequestListener;
  /** The application with a CAS server that nobody can reach. */
  readonly withoutCas: () => RequestListener;
  /** The application where headers of another machine sign people in. */
  readonly withFrontEnd: () => RequestListener;
  /** Before every path, where the proxy leaves it there. */
  readonly prefix: string;
  /** Whether the accounts are those of the demo. */
  readonly ownsPasswords: boolean;
}

export function experiments(laboratory: Laboratory): readonly Experiment[] {
  const { who, errands, application, withoutCas, withFrontEnd, prefix, publicUrl, ownsPasswords } = laboratory;
  const send = (visitor: IncomingMessage, errand: Errand): Promise<Returned> =>
    errands.send(visitor, new URL(publicUrl).host, { ...errand, path: prefix + errand.path });
  const signIn = (login: string, password: string) => (visitor: IncomingMessage) =>
    send(visitor, { method: 'POST', path: '/login', form: { login, password, came_from: '/' }, listener: application });

  const others: readonly Experiment[] = [
    {
      name: 'wrong-password',
      title: 'A wrong password',
      text: 'alice signs in at the form, and mistypes.',
      run: async (visitor) => ({ ...(await signIn('alice', 'looking glass')(visitor)), setCookies: [] }),
    },
    {
      name: 'expired-ticket',
      title: 'An expired ticket',
      text: 'A browser comes to the private page with a ticket of last month.',
      run: async (visitor) => {
        const cookie = await oldTicket(who, visitor);
        return send(visitor, { method: 'GET', path: '/private', headers: { cookie }, listener: application });
      },
    },
    {
      name: 'cas-down',
      title: 'CAS is down',
      text: 'A browser comes back from the CAS server, which nobody reaches when the ticket is checked.',
      async run(visitor) {
        const listener = withoutCas();
        const sent = await send(visitor, { method: 'GET', path: '/login/cas?came_from=%2F', listener });
        const service = new URL(new URL(sent.location).searchParams.get('service') ?? publicUrl);
        service.searchParams.set('ticket', 'ST-1-demo0000000000000000');
        const path = service.pathname.slice(new URL(publicUrl).pathname.replace(/\/$/, '').length) + service.search;
        return send(visitor, { method: 'GET', path, headers: { cookie: asSent(sent.setCookies) }, listener });
      },
    },
    {
      name: 'forged-header',
      title: 'A forged header',
      text: 'Headers that only a front-end server may send name an administrator, and come from this machine.',
      run: (visitor) =>
        send(visitor, {
          method: 'GET',
          path: '/login/sso',
          headers: { remote_user: 'admin', 'shib-session-id': '_forged' },
          listener: withFrontEnd(),
        }),
    },
  ];
  if (!ownsPasswords) return others;
  const asBob: Experiment = {
    name: 'another-user',
    title: 'Sign in as bob',
    text: 'bob signs in at the form, and you are bob from then on.',
    run: signIn('bob', 'builder'),
  };
  return [asBob, ...others];
}

/** A genuine ticket of a month ago, made by the same engine but for its clock. */
async function oldTicket(who: Engine, visitor: IncomingMessage): Promise<string> {
  const then: Who<object> = createWho({ ...who.options, now: () => Date.now() - MONTH_MS } as Parameters<
    typeof createWho
  >[0]);
  const headers = await then.api(nodeRequest(visitor)).remember(new Identity({ userid: 'alice' }, 'ticket', 'ticket'));
  return asSent(headers.map(([, value]) => value));
}

const MONTH_MS = 30 * 86_400_000;

/** Cookies as a browser sends them back. */
function asSent(setCookies: readonly string[]): string {
  return setCookies
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}
