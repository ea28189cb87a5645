import { whoListener } from '@who/connect';
import { type Authenticator, createWho, type Identifier } from '@who/core';
import { plainRememberer, serve, type TestBrowser, testBrowser } from '@who/testkit';
import { onTestFinished } from 'vitest';
import { type SesameOptions, sesame } from '../src/index.js';
import { SECRET, type SesameServer, sesameServer } from './sesame-server.js';

/** An application whose users sign in at a Sesame. */
export interface Site {
  readonly url: string;
  readonly sesame: SesameServer;
  /** Lines of the application's log. */
  readonly warnings: string[];
  /** Another browser, with no cookies yet. */
  browser(): TestBrowser;
}

/** Starts both. `/private…` is for those who have signed in; all pages say who somebody is. */
export async function site(options: Partial<SesameOptions> = {}): Promise<Site> {
  const server = await sesameServer();
  onTestFinished(() => server.close());
  let listener = (_req: unknown, _res: unknown): void => {};
  const application = await serve((req, res) => listener(req, res));
  onTestFinished(() => application.close());
  const warnings: string[] = [];
  const who = createWho({
    publicUrl: application.url,
    logger: { debug() {}, warn: (message) => warnings.push(message), error: (message) => warnings.push(message) },
    plugins: {
      sesame: sesame({ sesameUrl: server.url, secrets: [SECRET], rememberer: 'ticket', ...options }),
      ticket: rememberer(options.sessions?.isRevoked),
    },
    identifiers: ['sesame', 'ticket'],
    authenticators: ['sesame', 'ticket'],
    challengers: ['sesame'],
  });
  listener = whoListener(who, (req, res) => {
    res.statusCode = req.url?.startsWith('/private') && req.remoteUser === undefined ? 401 : 200;
    res.end(req.remoteUser ?? 'nobody');
  }) as typeof listener;
  return { url: application.url, sesame: server, warnings, browser: () => testBrowser({ baseUrl: application.url }) };
}

type IsRevoked = NonNullable<SesameOptions['sessions']>['isRevoked'];

/** The testkit's, and it asks which sessions are over, as `authTkt` does. */
function rememberer(isRevoked: IsRevoked | undefined): Identifier & Authenticator {
  const plain = plainRememberer();
  return {
    ...plain,
    async authenticate(exchange, credentials) {
      const known = await plain.authenticate(exchange, credentials);
      return known && (await isRevoked?.({ userdata: known.userdata ?? '' })) ? undefined : known;
    },
  };
}
