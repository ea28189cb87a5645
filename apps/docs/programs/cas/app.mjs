import { createServer } from 'node:http';
import { checkTargets, guard, nodeRequest, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { cas, casSessions } from '@who/plugin-cas';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import connect from 'connect';

const { CAS_URL = '', PUBLIC_URL = 'http://localhost:3000', WHO_SECRET = '' } = process.env;

// Who has signed out at CAS is signed out here, too.
const sessions = casSessions();

const who = createWho({
  publicUrl: PUBLIC_URL,
  plugins: {
    cas: cas({ casUrl: CAS_URL, rememberer: 'ticket', logoutPath: '/logout', sessions }),
    ticket: authTkt({ secrets: [WHO_SECRET], isRevoked: sessions.isRevoked }),
    attributes: memoryMetadataCache(),
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
  const { mail = [], groups = [] } = identity?.metadata.attributes ?? {};
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end(`<p>You are ${asHtml(identity?.userid)}, mail ${asHtml(mail.join(', '))}, groups ${asHtml(groups.join(', '))}.</p>
<form method="post" action="/logout"><button>Sign out</button></form>\n`);
});
app.use((_req, res) => {
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end('<p>This page is for everybody. <a href="/private">The private one</a></p>\n');
});
createServer(checkTargets(app)).listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));

// What comes from elsewhere is text, and no HTML.
function asHtml(text = '') {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
