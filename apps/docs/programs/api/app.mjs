import { createServer } from 'node:http';
import { checkTargets, guard, whoMiddleware } from '@who/connect';
import { authenticated, createWho, isOwnRequest } from '@who/core';
import { apiToken } from '@who/plugin-api-token';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { htpasswd } from '@who/plugin-htpasswd';
import connect from 'connect';

const { BACKUP_SHA256 = '', WHO_SECRET = '' } = process.env;

const who = createWho({
  publicUrl: 'http://localhost:3000',
  plugins: {
    form: form({ rememberer: 'ticket' }),
    ticket: authTkt({ secrets: [WHO_SECRET] }),
    users: htpasswd({ file: 'users.htpasswd' }),
    token: apiToken({ realm: 'Example', tokens: [{ userid: 'backup', sha256: BACKUP_SHA256, scopes: ['read'] }] }),
  },
  identifiers: ['token', 'form', 'ticket'],
  authenticators: ['token', 'ticket', 'users'],
  challengers: ['form', 'token'],
});

const notes = [{ by: 'alice', text: 'the first note' }];

const app = connect();
app.use(whoMiddleware(who));

app.use('/private', guard(authenticated()));
app.use('/private', (req, res) => res.end(`Hello ${req.remoteUser}\n`));

app.use('/api', (req, res, next) => {
  if (req.remoteUser === undefined) return json(res, 401, { code: 'SIGN_IN' });
  next();
});
app.use('/api/me', (req, res) => json(res, 200, { userid: req.remoteUser, by: req.who.identity?.authenticator }));
app.use('/api/notes', (req, res) => {
  if (req.method !== 'POST') return json(res, 200, notes);
  const { exchange, identity } = req.who;
  if (identity?.authenticator === 'token') {
    // Programs may do what their tokens are for.
    if (!identity.tokens.includes('write')) return json(res, 403, { code: 'SCOPE' });
  } else if (!isOwnRequest(exchange)) {
    // A cookie comes along wherever a browser is sent to. A token does not.
    return json(res, 403, { code: 'OTHER_SITE' });
  }
  notes.push({ by: `${req.remoteUser}`, text: 'a note' });
  json(res, 201, notes.at(-1));
});

app.use((_req, res) => res.end('This page is for everybody.\n'));
createServer(checkTargets(app)).listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));

function json(res, status, value) {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  res.end(`${JSON.stringify(value)}\n`);
}
