import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import KeyvRedis from '@keyv/redis';
import { checkTargets, guard, nodeRequest, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { cas, casSessions } from '@who/plugin-cas';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { createTrace, fromThisMachine, traceMiddleware } from '@who/trace';
import connect from 'connect';
import Keyv from 'keyv';

const { CAS_URL = '', PORT = '', PUBLIC_URL = '', REDIS_URL = '', SECRETS = '' } = process.env;

const attributes = redisMetadataCache({ url: REDIS_URL });
const store = new KeyvRedis(REDIS_URL, { throwOnErrors: true });
const sessions = casSessions({ store: new Keyv({ store, throwOnErrors: true }) });

const who = createWho({
  publicUrl: PUBLIC_URL,
  plugins: {
    cas: cas({
      casUrl: CAS_URL,
      rememberer: 'ticket',
      logoutPath: '/logout',
      sessions,
      stateSecrets: [readFileSync(`${SECRETS}/state`, 'utf8').trim()],
    }),
    // Read again when it has changed, without a restart.
    ticket: authTkt({ secrets: { file: `${SECRETS}/tickets` }, isRevoked: sessions.isRevoked }),
    attributes,
  },
  identifiers: ['cas', 'ticket'],
  authenticators: ['cas', 'ticket'],
  metadataProviders: ['attributes'],
  challengers: ['cas'],
});

const app = connect();
let isEnding = false;
app.use((_req, res, next) => {
  // An ingress keeps connections open. They end with the next answer.
  if (isEnding) res.setHeader('Connection', 'close');
  next();
});
// Both say something of this process only. A Redis or a CAS server that is away must not end it, or keep pages from it.
app.use('/healthz', (_req, res) => res.end('ok\n'));
app.use('/readyz', (_req, res) => res.writeHead(isEnding ? 503 : 200).end(isEnding ? 'ending\n' : 'ready\n'));
app.use(traceMiddleware(createTrace(), { allow: fromThisMachine }));
app.use(whoMiddleware(who));
app.use('/private', guard(authenticated()));
app.use('/private', (req, res) => {
  const { identity } = who.api(nodeRequest(req));
  const [mail = 'not known'] = identity?.metadata.attributes['mail'] ?? [];
  res.end(`Hello ${identity?.userid}, mail ${mail}\n`);
});
app.use('/export', (_req, res) => setTimeout(() => res.end('All that there is\n'), 1000));
app.use((_req, res) => {
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end('<a href="/private">Private</a> <form method="post" action="/logout"><button>Sign out</button></form>\n');
});
const server = createServer(checkTargets(app));
server.listen(Number(PORT), () => console.log(`listening at port ${PORT}`));

// Requests that are under way are answered, then the connections to Redis end, and so does the process.
process.once('SIGTERM', () => {
  isEnding = true;
  server.close(() => Promise.all([attributes.close(), store.disconnect()]));
});
