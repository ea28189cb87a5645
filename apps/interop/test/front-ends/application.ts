import { nodeRequest, whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { type HeaderSsoOptions, headerSso } from '@who/plugin-header-sso';
import { serve, type TestServer } from '@who/testkit';
import connect from 'connect';

/** What the application says at every path. */
export interface Seen {
  readonly userid: string | null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** An application that believes a front end on `/login/sso`, and says whom it sees. */
export function startApplication(
  options: Pick<HeaderSsoOptions, 'userHeaders'> & Partial<HeaderSsoOptions>,
): Promise<TestServer> {
  return serve(application({ trustedPeers: ['127.0.0.1', '::1'], ...options }));
}

/** The same, for a server of any kind. */
export function application(options: HeaderSsoOptions): connect.Server {
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: {
      sso: headerSso({ ...options, paths: ['/login/sso'] }),
    },
    identifiers: ['sso'],
    authenticators: ['sso'],
    challengers: ['sso'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req, res) => {
    const { identity } = who.api(nodeRequest(req));
    const attributes = identity?.metadata['attributes'] ?? {};
    res.setHeader('Content-Type', 'application/json');
    res.end(JSON.stringify({ userid: identity?.userid ?? null, attributes }));
  });
  return app;
}
