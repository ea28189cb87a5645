import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Http2SecureServer, Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type Authenticator, type Challenger, Credentials, createWho, type Identifier, type Who } from '@who/core';
import { afterEach } from 'vitest';

class Named extends Credentials {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** The engine's answer to somebody who has to sign in. */
export const LOGIN = { status: 302, headers: [['Location', '/login']], body: 'Sign in first.' } as const;

/** Lets the event loop go round: a store that takes its time. */
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const header: Identifier & Authenticator & Challenger = {
  identify: async (exchange) => {
    await exchange.form();
    const name = exchange.header('x-user');
    return name === undefined ? undefined : new Named(name);
  },
  authenticate: (_exchange, credentials) => (credentials instanceof Named ? { userid: credentials.name } : undefined),
  remember: () => [['Set-Cookie', 'session=fresh']],
  forget: () => [],
  challenge: () => LOGIN,
};

/**
 * An engine that believes the header `X-User`, keeps a cookie and decides at once or later. A response with the header
 * `X-Fail` makes it fail at once (`sync`) or later. Where a form comes in, its plugin reads it.
 */
export function engine(decides: 'at once' | 'later', logged: string[] = []): Who<object> {
  const log = (message: string): void => void logged.push(message);
  return createWho({
    publicUrl: 'http://app.example.org',
    challengeRequests: 'all',
    logger: { debug: log, warn: log, error: log },
    plugins: { header },
    identifiers: ['header'],
    authenticators: ['header'],
    challengers: ['header'],
    challengeDecider: (_exchange, response) => {
      const fail = response.header('x-fail');
      if (fail === 'sync') throw new Error('The store is down.');
      if (fail === undefined && decides === 'at once') return response.status === 401;
      return later().then(() => {
        if (fail !== undefined) throw new Error('The store is down.');
        return response.status === 401;
      });
    },
  });
}

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The port of a server that is closed after the test, with what serves by it. */
export async function listen(
  server: Server | Http2Server | Http2SecureServer,
  close?: () => Promise<unknown>,
): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    if (close) return close();
    server.close();
    return once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}
