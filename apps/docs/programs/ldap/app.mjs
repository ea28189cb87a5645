import { createServer } from 'node:http';
import { checkTargets, guard, nodeRequest, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { cached } from '@who/metadata-cache';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { ldap } from '@who/plugin-ldap';
import { memoryStore } from '@who/plugin-metadata-cache-memory';
import connect from 'connect';

const { LDAP_PASSWORD = '', LDAP_URL = '', WHO_SECRET = '' } = process.env;

const people = ldap({
  urls: LDAP_URL,
  // Without TLS on this machine only.
  clearText: LDAP_URL.startsWith('ldap://127.0.0.1:'),
  bindDn: 'cn=reader,dc=example,dc=org',
  bindPassword: LDAP_PASSWORD,
  baseDn: 'ou=people,dc=example,dc=org',
  loginAttributes: ['uid', 'mail'],
  attributes: { mail: 'text' },
  groups: { by: 'member', baseDn: 'ou=groups,dc=example,dc=org' },
  // For so long it counts that somebody is in the directory.
  recheckSeconds: 5,
});

const who = createWho({
  publicUrl: 'http://localhost:3000',
  plugins: {
    form: form({ rememberer: 'ticket' }),
    // Who is taken out of the directory is signed out.
    ticket: authTkt({ secrets: [WHO_SECRET], isUserAllowed: people.isUserAllowed }),
    people,
    // What the directory says counts for five minutes.
    directory: cached(people, { store: memoryStore(), ttlSeconds: 300 }),
  },
  identifiers: ['form', 'ticket'],
  authenticators: ['ticket', 'people'],
  metadataProviders: ['directory'],
  challengers: ['form'],
});

const app = connect();
app.use(whoMiddleware(who));
app.use('/private', guard(authenticated()));
app.use('/staff', guard(authenticated()));
app.use('/staff', (req, res, next) => {
  const { groups = [] } = who.api(nodeRequest(req)).identity?.metadata.ldap ?? {};
  if (groups.includes('staff')) return next();
  res.writeHead(403).end('This page is for the staff.\n');
});
app.use((req, res) => {
  const { identity } = who.api(nodeRequest(req));
  const { attributes, groups = [] } = identity?.metadata.ldap ?? {};
  const name = identity ? `${identity.userid}, mail ${attributes?.mail?.[0]}, groups ${groups.join(', ')}` : 'stranger';
  res.end(`Hello ${name}\n`);
});
createServer(checkTargets(app)).listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));
