import { addHeaders, nodeRequest, whoMiddleware } from '@who/connect';
import { createWho, type Exchange, PasswordCredentials } from '@who/core';
import { type AuthTktOptions, authTkt } from '@who/plugin-auth-tkt';
import { serve, type TestServer } from '@who/testkit';
import connect from 'connect';

/** Our side of a shared sign-in, with the same paths as the Python applications: `/login/NAME`, `/logout`, `/whoami`. */
export function startNodeApplication(host: string, options: AuthTktOptions): Promise<TestServer> {
  const who = createWho({
    publicUrl: `http://${host}`,
    plugins: {
      ticket: authTkt(options),
      anybody: {
        authenticate: (_exchange: Exchange, credentials: unknown) =>
          credentials instanceof PasswordCredentials ? { userid: credentials.login } : undefined,
      },
    },
    identifiers: ['ticket'],
    authenticators: ['ticket', 'anybody'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use(async (req, res, next) => {
    try {
      const api = who.api(nodeRequest(req));
      const { identity } = api;
      const name = /^\/login\/(.*)$/.exec(api.exchange.path)?.[1];
      if (name !== undefined) {
        addHeaders(res, (await api.login({ login: decodeURIComponent(name), password: '' })).headers);
      }
      if (api.exchange.path === '/logout') addHeaders(res, await api.logout());
      res.setHeader('Content-Type', 'application/json');
      res.setHeader('Cache-Control', 'no-store');
      res.end(JSON.stringify(identity?.userid ?? null));
    } catch (error) {
      next(error);
    }
  });
  return serve(app);
}
