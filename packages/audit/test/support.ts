import type { ServerResponse } from 'node:http';
import { addHeaders, checkTargets, whoMiddleware } from '@who/connect';
import {
  type AnyWhoOptions,
  type Authenticator,
  createWho,
  PasswordCredentials,
  type Plugins,
  signInRefusal,
  type WhoOptions,
} from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { form } from '@who/plugin-form';
import { type Clock, fakeClock, serve, type TestBrowser, type TestServer, testBrowser } from '@who/testkit';
import connect from 'connect';
import { type AuditLogOptions, type AuditRecord, auditLog } from '../src/index.js';

export const SECRET = 'an example secret of 32 bytes or more';
export const PASSWORD = 'correct horse battery staple';

/** Everybody has the same password, which is looked up for a while. */
export const users: Authenticator = {
  async authenticate(_exchange, credentials) {
    if (!(credentials instanceof PasswordCredentials)) return undefined;
    await new Promise(setImmediate);
    if (credentials.login === 'locked') throw signInRefusal('users', 'ACCOUNT_LOCKED');
    return credentials.password === PASSWORD ? { userid: credentials.login } : undefined;
  },
};

export interface Site extends TestServer {
  readonly clock: Clock;
  /** What was logged so far, without the number of the request, which other tests count on, and the time. */
  readonly log: Partial<AuditRecord>[];
  readonly lines: string[];
  browser(): TestBrowser;
}

export interface SiteOptions {
  readonly plugins?: Plugins | undefined;
  readonly orders?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly audit?: Partial<AuditLogOptions> | undefined;
  readonly isUserAllowed?: ((userid: string) => boolean) | undefined;
  readonly isRevoked?: (() => boolean) | undefined;
}

/** An application as people build it: a form, Basic, tickets, over HTTP, and its log. */
export async function site({ plugins, orders, audit, ...tickets }: SiteOptions = {}): Promise<Site> {
  const app = connect();
  const server = await serve(checkTargets(app));
  const clock = fakeClock();
  const lines: string[] = [];
  const who = createWho({
    publicUrl: server.url,
    logger: { debug() {}, warn() {}, error() {} },
    now: clock.now,
    plugins: {
      ticket: authTkt({ secrets: [SECRET], timeoutSeconds: 7200, ...tickets }),
      form: form({ rememberer: 'ticket', logoutHandlerPath: '/logout' }),
      basic: basicAuth({ realm: 'Example', rememberer: 'ticket' }),
      users,
      ...plugins,
    },
    identifiers: ['form', 'ticket', 'basic'],
    authenticators: ['ticket', 'users'],
    challengers: ['form', 'basic'],
    ...orders,
  } as AnyWhoOptions as WhoOptions<Plugins, []>);
  app.use(whoMiddleware(who));
  app.use('/login-by-api', (req, res, next) => {
    const login = new URL(req.url ?? '', server.url).searchParams.get('login') ?? '';
    req.who.login({ login, password: PASSWORD }).then(({ headers, identity }) => {
      addHeaders(res, headers);
      res.end(identity?.userid);
    }, next);
  });
  app.use('/private', (req, res, next) => {
    if (req.who.identity) return next();
    res.statusCode = 401;
    res.end();
  });
  app.use('/no-more', (_req, res) => {
    res.statusCode = 401;
    res.end();
  });
  app.use((req, res) => res.end(req.who.identity?.userid ?? 'nobody'));
  app.use((error: { status?: number }, _req: unknown, res: ServerResponse, _next: unknown) => {
    res.writeHead(error.status ?? 500).end();
  });
  const log = auditLog({ to: { write: (line: string) => lines.push(line) }, now: clock.now, ...audit });
  const close = async (): Promise<void> => {
    log.close();
    await server.close();
  };
  return {
    ...server,
    close,
    [Symbol.asyncDispose]: close,
    clock,
    lines,
    get log() {
      return lines.map((line) => {
        const { time: _time, request: _request, ...rest } = JSON.parse(line) as AuditRecord;
        return rest;
      });
    },
    browser: () => testBrowser({ baseUrl: server.url }),
  };
}

/** Of a password with a request. */
export const basic = (login: string, password: string = PASSWORD): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
});
