import { createServer, type Server } from 'node:http';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { fromNodeHeaders } from 'better-auth/node';
import connect from 'connect';
import { secret } from '../../secret.js';
import { greet, isLogin } from '../applications/greeting.js';

export type Tables = Record<'user' | 'session' | 'account' | 'verification', unknown[]>;

const alice = { email: 'alice@example.org', password: 'wonderland' };

/** Longer than a measurement takes: an expired cache would be looked up again with each request. */
const CACHE_SECONDS = 3600;

/**
 * Connect and better-auth, with sessions in memory and a signed copy of them in a cookie, which is what requests are
 * answered from.
 */
export async function start(
  tables: Tables = { user: [], session: [], account: [], verification: [] },
): Promise<Server> {
  const auth = betterAuth({
    baseURL: 'http://127.0.0.1',
    secret,
    database: memoryAdapter(tables),
    emailAndPassword: { enabled: true, autoSignIn: false },
    session: { cookieCache: { enabled: true, maxAge: CACHE_SECONDS } },
    telemetry: { enabled: false },
  });
  await auth.api.signUpEmail({ body: { ...alice, name: 'alice' } });
  const app = connect();
  app.use((req, res, next) => {
    (async () => {
      if (isLogin(req)) {
        const { headers, response } = await auth.api.signInEmail({ body: alice, returnHeaders: true });
        res.setHeader('Set-Cookie', headers.getSetCookie());
        greet(res, response.user.name);
      } else {
        const session = await auth.api.getSession({ headers: fromNodeHeaders(req.headers) });
        greet(res, session?.user.name);
      }
    })().catch(next);
  });
  return createServer(app);
}
