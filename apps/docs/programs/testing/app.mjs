import { checkTargets, guard, nodeRequest, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { cas, casSessions } from '@who/plugin-cas';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import connect from 'connect';

/** How people sign in. What differs between production and tests comes from outside. */
export function createEngine({ publicUrl, casUrl, secret, now = Date.now }) {
  const sessions = casSessions();
  return createWho({
    publicUrl,
    now,
    plugins: {
      cas: cas({ casUrl, rememberer: 'ticket', logoutPath: '/logout', sessions }),
      ticket: authTkt({ secrets: [secret], isRevoked: sessions.isRevoked }),
      attributes: memoryMetadataCache(),
    },
    identifiers: ['cas', 'ticket'],
    authenticators: ['cas', 'ticket'],
    metadataProviders: ['attributes'],
    challengers: ['cas'],
  });
}

/** What the application does, whoever signs people in. */
export function createApp(who) {
  const app = connect();
  app.use(whoMiddleware(who));
  app.use('/report', guard(authenticated()));
  app.use('/report', (req, res) => {
    const { userid, metadata } = who.api(nodeRequest(req)).identity;
    const { groups = [] } = metadata.attributes ?? {};
    if (groups.includes('admins')) res.end(`The report, for ${userid}\n`);
    else res.writeHead(403).end(`Not for ${userid}\n`);
  });
  app.use((_req, res) => res.end('This page is for everybody.\n'));
  return checkTargets(app);
}
