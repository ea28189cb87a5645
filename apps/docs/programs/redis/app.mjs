import { createServer } from 'node:http';
import KeyvRedis from '@keyv/redis';
import { checkTargets, guard, nodeRequest, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { cas, casSessions } from '@who/plugin-cas';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import connect from 'connect';
import Keyv from 'keyv';

const { CAS_URL = '', PORT = '3000', REDIS_URL = '', WHO_SECRET = '', WHO_STATE_SECRET = '' } = process.env;

// Attributes, and who is signed in by CAS: what the processes share.
const attributes = redisMetadataCache({ url: REDIS_URL });
const store = new KeyvRedis(REDIS_URL, { throwOnErrors: true });
const sessions = casSessions({ store: new Keyv({ store, throwOnErrors: true }) });

const who = createWho({
  publicUrl: process.env['PUBLIC_URL'] ?? `http://localhost:${PORT}`,
  plugins: {
    cas: cas({
      casUrl: CAS_URL,
      rememberer: 'ticket',
      logoutPath: '/logout',
      sessions,
      // A sign-in that begins at one process may end at another.
      stateSecrets: [WHO_STATE_SECRET],
    }),
    // The same secret everywhere: every process understands the tickets of the others.
    ticket: authTkt({ secrets: [WHO_SECRET], isRevoked: sessions.isRevoked }),
    attributes,
  },
  identifiers: ['cas', 'ticket'],
  authenticators: ['cas', 'ticket'],
  metadataProviders: ['attributes'],
  challengers: ['cas'],
});

const app = connect();
app.use(whoMiddleware(who));
app.use('/private', guard(authenticated()));
app.use('/private', (req, res) => {
  const { identity } = who.api(nodeRequest(req));
  const [mail = 'not known'] = identity?.metadata.attributes['mail'] ?? [];
  res.end(`Process at port ${PORT}: ${identity?.userid}, mail ${mail}\n`);
});
app.use((_req, res) => {
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end('<a href="/private">Private</a> <form method="post" action="/logout"><button>Sign out</button></form>\n');
});
const server = createServer(checkTargets(app));
server.listen(Number(PORT), '127.0.0.1', () => console.log(`http://localhost:${PORT}`));

// What an orchestrator sends: requests that are under way are answered, then the connections to Redis end.
process.once('SIGTERM', () => server.close(() => Promise.all([attributes.close(), store.disconnect()])));
