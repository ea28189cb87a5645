import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { guard, whoMiddleware } from '@who/connect';
import {
  type AnyWhoOptions,
  type Authenticator,
  apiAwareRequestClassifier,
  authenticated,
  createWho,
  PasswordCredentials,
  passThroughChallengeDecider,
} from '@who/core';
import { startDevCasServer } from '@who/dev-cas-server';
import { type AuthTktOptions, authTkt } from '@who/plugin-auth-tkt';
import { cas } from '@who/plugin-cas';
import { form } from '@who/plugin-form';
import { headerSso, presets } from '@who/plugin-header-sso';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { serve, type TestBrowser, testBrowser } from '@who/testkit';
import { type Trace, traceMiddleware } from '@who/trace';
import connect from 'connect';

/** An application that is set up wrongly, and what somebody did who complains about it. */
export interface Misconfigured {
  readonly name: string;
  readonly complaint: string;
  /** The reason that tells what is wrong. */
  readonly code: string;
  /** Starts the application, and does what the person did. */
  happen(trace: Trace, keep: Keep): Promise<{ readonly url: string }>;
}

/** Has something closed when all is over. */
export type Keep = (close: () => unknown) => void;

type Engine = Omit<AnyWhoOptions, 'publicUrl'> & { readonly publicUrl?: string };

const SECRET = 'one secret of all who share a sign-in';
const SILENT = { info() {}, warn() {}, error() {} };
const DAY_MS = 86_400_000;

const users: Authenticator = {
  authenticate: (_exchange, credentials) =>
    credentials instanceof PasswordCredentials && credentials.password === 'wonderland'
      ? { userid: credentials.login }
      : undefined,
};

const ticket = (options: Partial<AuthTktOptions> = {}) => authTkt({ secrets: [SECRET], includeIp: false, ...options });

/** With a form to sign in by; the engine's parts can be others. */
const withForm = (plugin = ticket(), parts: Partial<Engine> = {}): Engine => ({
  plugins: { ticket: plugin, users, form: form({ rememberer: 'ticket' }) },
  identifiers: ['form', 'ticket'],
  authenticators: ['ticket', 'users'],
  challengers: ['form'],
  ...parts,
});

/** With CAS to sign in by. */
const withCas = (casUrl: string, parts: Partial<Engine> = {}): Engine => ({
  plugins: { ticket: ticket(), cas: cas({ casUrl, rememberer: 'ticket' }) },
  identifiers: ['cas', 'ticket'],
  authenticators: ['cas', 'ticket'],
  challengers: ['cas'],
  ...parts,
});

/** Starts an application whose engine knows its address. */
async function start(
  trace: Trace,
  keep: Keep,
  engine: (url: string) => Engine,
  page = 'text/plain',
): Promise<{ readonly url: string; readonly browser: TestBrowser }> {
  const app = connect();
  const server = await serve(app);
  keep(() => server.close());
  const { url } = server;
  const who = createWho({ publicUrl: url, logger: SILENT, ...engine(url) } as never);
  app.use(traceMiddleware(trace));
  app.use(whoMiddleware(who));
  app.use('/private', guard(authenticated()));
  app.use('/intranet', (req, res, next) => {
    if (req.remoteUser) return next();
    res.writeHead(401, { 'Content-Type': 'text/html' }).end('<h1>Please sign in</h1>');
  });
  app.use((req, res) => {
    res.setHeader('Content-Type', page);
    res.end(`Hello ${req.remoteUser ?? 'stranger'}`);
  });
  return { url, browser: testBrowser({ baseUrl: url }) };
}

const signIn = (browser: TestBrowser, url: string) =>
  browser.post(`${url}/login`, { login: 'alice', password: 'wonderland', came_from: '/' });

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A port at which nobody listens. */
async function nobodyThere(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

export const MISCONFIGURED: readonly Misconfigured[] = [
  {
    name: 'wrong secret',
    complaint: 'I sign in at the portal, and the other application does not know me.',
    code: 'TICKET_UNKNOWN_SECRET',
    async happen(trace, keep) {
      const portal = await start(trace, keep, () => withForm());
      const other = await start(trace, keep, () =>
        withForm(ticket({ secrets: ['another secret, of the other application'] })),
      );
      await signIn(portal.browser, portal.url);
      trace.clear();
      await portal.browser.get(`${other.url}/private`);
      return other;
    },
  },
  {
    name: 'clock off by a day',
    complaint: 'I sign in at the portal, and the other application throws me out at once.',
    code: 'TICKET_TIMED_OUT',
    async happen(trace, keep) {
      const portal = await start(trace, keep, () => withForm());
      const late = withForm(ticket({ timeoutSeconds: 7200 }), { now: () => Date.now() + DAY_MS });
      const other = await start(trace, keep, () => late);
      await signIn(portal.browser, portal.url);
      trace.clear();
      await portal.browser.get(`${other.url}/private`);
      return other;
    },
  },
  {
    name: 'cookie for another domain',
    complaint: 'I type the right password, and the next page asks me again.',
    code: 'TICKET_OTHER_DOMAIN',
    async happen(trace, keep) {
      const app = await start(trace, keep, () => withForm(ticket({ domain: 'example.org' })));
      await signIn(app.browser, app.url);
      await app.browser.get(`${app.url}/private`);
      return app;
    },
  },
  {
    name: 'publicUrl wrong',
    complaint: 'I sign in at CAS, and land on an address that does not exist.',
    code: 'CAS_HOST_ELSEWHERE',
    async happen(trace, keep) {
      const server = await startDevCasServer({ port: 0 });
      keep(() => server.close());
      const app = await start(trace, keep, () => withCas(server.url, { publicUrl: 'https://app.example.org' }));
      await app.browser.get('/private');
      return app;
    },
  },
  {
    name: 'CAS unreachable',
    complaint: 'I sign in at CAS, come back, and get an error.',
    code: 'CAS_UNREACHABLE',
    async happen(trace, keep) {
      const casUrl = `http://127.0.0.1:${await nobodyThere()}/cas`;
      const app = await start(trace, keep, () => withCas(casUrl));
      const { location } = await app.browser.visit('/private', { follow: false });
      const back = new URL(location?.searchParams.get('service') ?? '');
      back.searchParams.set('ticket', 'ST-1-abcdefghijklmnop');
      await app.browser.get(back.href);
      return app;
    },
  },
  {
    name: 'rememberer missing',
    complaint: 'I sign in at CAS, and the browser goes to and fro until it gives up.',
    code: 'CAS_LOOP',
    async happen(trace, keep) {
      const server = await startDevCasServer({ port: 0 });
      keep(() => server.close());
      const forgetful = { identifiers: ['cas'], authenticators: ['cas'] } as const;
      const app = await start(trace, keep, () => withCas(server.url, forgetful));
      const form = await app.browser.get('/private');
      const hidden = [...form.body.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
        /name="([^"]*)"/.exec(tag)?.[1],
        /value="([^"]*)"/.exec(tag)?.[1]?.replaceAll('&amp;', '&'),
      ]);
      await app.browser.post(form.url.href, { ...Object.fromEntries(hidden), username: 'ada', password: 'ada' });
      return app;
    },
  },
  {
    name: 'cache breaker open',
    complaint: 'I am signed in, but my name and my mail address are gone.',
    code: 'BREAKER_OPEN',
    async happen(trace, keep) {
      const redis = createServer().listen(0, '127.0.0.1');
      await once(redis, 'listening');
      const attributes = redisMetadataCache({ url: `redis://127.0.0.1:${portOf(redis)}`, timeoutMs: 50 });
      keep(() => attributes.close());
      keep(() => redis.close());
      const app = await start(trace, keep, () => {
        const { plugins, ...engine } = withForm();
        return { ...engine, plugins: { ...plugins, attributes }, metadataProviders: ['attributes'] };
      });
      await signIn(app.browser, app.url);
      for (let visit = 0; visit < 5; visit++) await app.browser.get('/');
      return app;
    },
  },
  {
    name: 'header from an untrusted peer',
    complaint: 'Apache has signed me in, and the application behind it does not know me.',
    code: 'HEADER_SSO_UNTRUSTED_PEER',
    async happen(trace, keep) {
      const app = await start(trace, keep, () => ({
        plugins: { sso: headerSso({ ...presets.remoteUser, trustedPeers: ['10.1.2.3'], paths: 'all' }) },
        identifiers: ['sso'],
        authenticators: ['sso'],
      }));
      await app.browser.get('/', { Remote_User: 'alice' });
      return app;
    },
  },
  {
    name: 'plugin limited to another classification',
    complaint: 'The pages know me. What their script asks for is answered with 401.',
    code: 'OTHER_CLASSIFICATION',
    async happen(trace, keep) {
      const app = await start(trace, keep, () =>
        withForm(undefined, {
          identifiers: ['form', { plugin: 'ticket', only: ['browser'] }],
          requestClassifier: apiAwareRequestClassifier,
        }),
      );
      await signIn(app.browser, app.url);
      await app.browser.get('/private', {
        Accept: 'application/json',
        'Sec-Fetch-Mode': 'cors',
        'Sec-Fetch-Dest': 'empty',
      });
      return app;
    },
  },
  {
    name: 'challenge swallowed by text/html',
    complaint: 'The intranet says "Please sign in", and there is no form.',
    code: 'CHALLENGED_ALREADY',
    async happen(trace, keep) {
      const app = await start(trace, keep, () =>
        withForm(undefined, { challengeDecider: passThroughChallengeDecider }),
      );
      await app.browser.get('/intranet');
      return app;
    },
  },
];
