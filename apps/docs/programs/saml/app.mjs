import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { checkTargets, guard, nodeRequest, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { saml } from '@who/plugin-saml';
import { ssoSessions } from '@who/sso';
import { createTrace, traceMiddleware } from '@who/trace';
import connect from 'connect';

const { PUBLIC_URL = 'http://localhost:3000', WHO_SECRET = '' } = process.env;

// Who has signed out at the identity provider is signed out here, too.
const sessions = ssoSessions();

const who = createWho({
  publicUrl: PUBLIC_URL,
  // Somebody may be in hundreds of groups, and all of them come in one form.
  maxFormBytes: 1_048_576,
  plugins: {
    saml: saml({
      // The identity provider's own description: where it is, and the keys that it signs with.
      idpMetadata: 'idp.xml',
      userid: 'eduPersonPrincipalName',
      privateKey: readFileSync('saml.key', 'utf8'),
      certificates: [readFileSync('saml.crt', 'utf8')],
      rememberer: 'ticket',
      logoutPath: '/logout',
      sessions,
    }),
    ticket: authTkt({ secrets: [WHO_SECRET], isRevoked: sessions.isRevoked }),
    attributes: memoryMetadataCache(),
  },
  identifiers: ['saml', 'ticket'],
  authenticators: ['saml', 'ticket'],
  metadataProviders: ['attributes'],
  challengers: ['saml'],
});

const app = connect();
app.use(traceMiddleware(createTrace()));
app.use(whoMiddleware(who));
app.use('/private', guard(authenticated()));
app.use('/private', (req, res) => {
  const { identity } = who.api(nodeRequest(req));
  const { displayName = [], mail = [], groups = [] } = identity?.metadata.attributes ?? {};
  const words = [identity?.userid ?? '', displayName.join(), mail.join(), groups.join(', ')].map(asHtml);
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end(`<p>You are ${words[0]}: ${words[1]}, ${words[2]}, groups ${words[3]}.</p>
<form method="post" action="/logout"><button>Sign out</button></form>\n`);
});
app.use((_req, res) => {
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end('<p>This page is for everybody. <a href="/private">The private one</a></p>\n');
});
createServer(checkTargets(app)).listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));

// What comes from elsewhere is text, and no HTML.
function asHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
