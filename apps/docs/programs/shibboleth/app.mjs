import { createServer } from 'node:http';
import { checkTargets, guard, nodeRequest, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { headerSso, presets } from '@who/plugin-header-sso';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import connect from 'connect';

const { WHO_SECRET = '' } = process.env;

const who = createWho({
  publicUrl: 'http://localhost:8080',
  plugins: {
    sso: headerSso({
      ...presets.shibboleth,
      // Apache on this machine, and nobody else.
      trustedPeers: ['127.0.0.1', '::1'],
      // The one path that Shibboleth protects.
      signInPath: '/login/sso',
      encoding: 'url',
      scopes: ['example.org'],
      attributes: { mail: 'mail', displayName: 'displayName' },
      rememberer: 'ticket',
      logoutPath: '/logout',
    }),
    ticket: authTkt({ secrets: [WHO_SECRET] }),
    attributes: memoryMetadataCache(),
  },
  identifiers: ['sso', 'ticket'],
  authenticators: ['sso', 'ticket'],
  metadataProviders: ['attributes'],
  challengers: ['sso'],
});

const app = connect();
app.use(whoMiddleware(who));
app.use('/private', guard(authenticated()));
app.use((req, res) => {
  const { identity } = who.api(nodeRequest(req));
  const [name = 'stranger'] = identity?.metadata.attributes['displayName'] ?? [];
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end(`<p>Hello ${name.replace(/[&<>]/g, '?')}, ${identity?.userid ?? 'not signed in'}</p>
<a href="/private">Private</a> <form method="post" action="/logout"><button>Sign out</button></form>\n`);
});
createServer(checkTargets(app)).listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));
