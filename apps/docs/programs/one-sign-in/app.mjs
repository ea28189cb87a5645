import { createServer } from 'node:http';
import { checkTargets, guard, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { htpasswd } from '@who/plugin-htpasswd';
import connect from 'connect';

const { WHO_SECRET = '' } = process.env;

const who = createWho({
  publicUrl: 'http://localhost:8080',
  plugins: {
    form: form({ rememberer: 'ticket' }),
    // What all three understand. MD5 is for as long as repoze.who 2.2 is about.
    ticket: authTkt({ secrets: [WHO_SECRET], digest: 'md5', compat: 'repoze' }),
    users: htpasswd({ file: 'users.htpasswd' }),
  },
  identifiers: ['form', 'ticket'],
  authenticators: ['ticket', 'users'],
  challengers: ['form'],
});

const app = connect();
app.use(whoMiddleware(who));
app.use('/new', guard(authenticated()));
app.use('/new', (req, res) => res.end(`Node knows ${req.remoteUser}\n`));
app.use((_req, res) => res.end('This page is for everybody.\n'));
createServer(checkTargets(app)).listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));
