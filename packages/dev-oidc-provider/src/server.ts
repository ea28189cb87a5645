import {
  createClientCall,
  createListener,
  type DevRequest,
  type KnownUser,
  listen,
  pageMaker,
  type Reply,
  type Route,
} from '@who/dev-server';
import { createContext, type Handler, type ProviderContext } from './context.js';
import { discovery } from './discovery.js';
import { fail } from './errors.js';
import { home } from './home.js';
import { endSessionUnseen } from './logout/end-session.js';
import { logout, logoutAnswer } from './logout/logout.js';
import { type DevOidcProviderOptions, resolveOptions } from './options.js';
import { authorize, logIn } from './sign-in/authorize.js';
import { json } from './tokens/json.js';
import { createSigner } from './tokens/signer.js';
import { token } from './tokens/token.js';
import { userInfo } from './tokens/user-info.js';

/** A running provider. */
export interface DevOidcProvider {
  /** `http://localhost:PORT`: what applications have to know. */
  readonly issuer: string;
  readonly port: number;
  readonly users: readonly KnownUser[];
  /**
   * Signs everybody out, or one user, without a browser. Resolves when the applications have been told that are told by
   * the back channel.
   */
  endSessions(userid?: string): Promise<void>;
  /** Ends the server, its connections and everything that is pending, at once. */
  close(): Promise<void>;
}

/**
 * Starts an OpenID Connect provider for development and tests.
 *
 * @throws {DevOidcProviderError} BAD_OPTION, EADDRINUSE, IN_PRODUCTION, LISTEN_FAILED, NOT_LOOPBACK
 * @example
 * const provider = await startDevOidcProvider({
 *   clients: [{ clientId: 'app', redirectUris: ['http://localhost:3000/login/oidc'] }],
 * });
 * console.log(provider.issuer);
 * await provider.close();
 */
export async function startDevOidcProvider(options: DevOidcProviderOptions = {}): Promise<DevOidcProvider> {
  const resolved = resolveOptions(options);
  const closing = new AbortController();
  const page = pageMaker('development OpenID provider');
  const routes = new Map<string, Route<(request: DevRequest) => Reply | Promise<Reply>>>();
  const { logger } = resolved;
  const listener = createListener({ name: '@who/dev-oidc-provider', routes, page, logger });
  const { port, origin, close } = await listen(listener, resolved, fail);
  const context = createContext({
    issuer: origin,
    options: resolved,
    page,
    signer: createSigner(),
    callClient: createClientCall(resolved.backChannelTimeoutMs, closing.signal),
  });
  for (const [path, route] of routesOf(context)) routes.set(path, route);
  return {
    issuer: origin,
    port,
    users: [...resolved.users.values()],
    async endSessions(userid) {
      const ending = context.sessions.list().filter(({ user }) => userid === undefined || user.userid === userid);
      await Promise.all(ending.map((session) => endSessionUnseen(session, context)));
    },
    close() {
      closing.abort(new Error('the server closed'));
      return close();
    },
  };
}

function routesOf(context: ProviderContext): [string, Route<(request: DevRequest) => Reply | Promise<Reply>>][] {
  const routes: Readonly<Record<string, Route<Handler>>> = {
    '/': { GET: home },
    '/.well-known/openid-configuration': { GET: discovery },
    '/jwks': { GET: async () => json(200, { keys: [await context.signer.publicKey()] }) },
    '/authorize': { GET: authorize, POST: authorize },
    '/login': { POST: logIn },
    '/token': { POST: token },
    '/userinfo': { GET: userInfo, POST: userInfo },
    '/logout': { GET: logout, POST: logout },
    '/logout/answer': { POST: logoutAnswer },
  };
  return Object.entries(routes).map(([path, route]) => [
    path,
    Object.fromEntries(
      Object.entries(route).map(([method, handler]) => [method, (request: DevRequest) => handler(request, context)]),
    ),
  ]);
}
