import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { nodeRequest, whoMiddleware } from '@who/connect';
import { type Authenticator, createWho, type Identifier, PasswordCredentials, WhoError } from '@who/core';
import type { MetadataCache } from '@who/metadata-cache';
import { serve } from '@who/testkit';
import connect from 'connect';

/** What an application answered to somebody. */
export interface Answer {
  readonly status: number;
  /** The code of the error, if there was one. */
  readonly code: string | undefined;
  /** The mail addresses that it knows; none where metadata was absent. */
  readonly mail: readonly string[];
}

/** A running application with a metadata cache. */
export interface Application {
  /** A request of somebody who is signed in; with `release`, the sign-in itself. */
  visit(userid: string, how?: 'release'): Promise<Answer>;
  close(): Promise<void>;
}

export const mailOf = (userid: string): string => `${userid}@example.org`;

/** Believes whoever a header names, so that nothing but the cache can go wrong. */
const anybody: Identifier & Authenticator = {
  identify(exchange) {
    const login = exchange.header('x-user');
    return login === undefined ? undefined : new PasswordCredentials(login, 'any');
  },
  authenticate(exchange, credentials) {
    if (!(credentials instanceof PasswordCredentials)) return undefined;
    const userid = credentials.login;
    const released = exchange.header('x-release') === 'yes';
    return { userid, ...(released && { metadata: { attributes: { mail: [mailOf(userid)] } } }) };
  },
  remember: () => undefined,
  forget: () => undefined,
};

export async function startApplication(attributes: MetadataCache): Promise<Application> {
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: { anybody, attributes },
    identifiers: ['anybody'],
    authenticators: ['anybody'],
    metadataProviders: ['attributes'],
    // What it would warn about is what is being tried.
    logger: { debug() {}, warn() {}, error() {} },
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req: IncomingMessage, res) => {
    res.end(JSON.stringify(who.api(nodeRequest(req)).identity?.metadata.attributes['mail'] ?? []));
  });
  app.use((error: unknown, _req: IncomingMessage, res: ServerResponse, _next: connect.NextFunction) => {
    const { status, code } = error instanceof WhoError ? error : { status: 500, code: 'INTERNAL_ERROR' };
    res.writeHead(status).end(JSON.stringify(code));
  });
  const server = await serve(app);
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const { port } = new URL(server.url);

  function visit(userid: string, how?: 'release'): Promise<Answer> {
    const headers = { 'X-User': userid, ...(how && { 'X-Release': 'yes' }) };
    return new Promise((resolve, reject) => {
      const sent = request({ host: 'localhost', port, agent, headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => {
          const said: unknown = JSON.parse(body);
          resolve({
            status: response.statusCode ?? 0,
            code: typeof said === 'string' ? said : undefined,
            mail: Array.isArray(said) ? said : [],
          });
        });
      });
      sent.on('error', reject).end();
    });
  }

  return {
    visit,
    async close() {
      agent.destroy();
      await server.close();
    },
  };
}
