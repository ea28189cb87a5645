import { createServer } from 'node:http';
import { checkTargets, guard, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { htpasswd } from '@who/plugin-htpasswd';
import { createTrace, traceMiddleware } from '@who/trace';
import connect from 'connect';

const { PUBLIC_URL = '', WHO_SECRET = '' } = process.env;

const who = createWho({
  // The address in the browser, with the path that nginx takes away.
  publicUrl: PUBLIC_URL,
  plugins: {
    form: form({ rememberer: 'ticket' }),
    // Sent below this path only, and under a name that no other application of this host has.
    ticket: authTkt({ secrets: [WHO_SECRET], cookieName: 'notes_tkt', path: new URL(PUBLIC_URL).pathname }),
    users: htpasswd({ file: 'users.htpasswd' }),
  },
  identifiers: ['form', 'ticket'],
  authenticators: ['ticket', 'users'],
  challengers: ['form'],
});

const app = connect();
app.use(traceMiddleware(createTrace()));
app.use(whoMiddleware(who));
// Paths are those that nginx hands on: /notes/private is /private here.
app.use('/private', guard(authenticated()));
app.use((req, res) => {
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end(`<p>${req.remoteUser ? 'You are signed in' : 'You are a stranger'}, this is ${req.originalUrl}</p>
<a href="${PUBLIC_URL}/private">Private</a> <a href="${PUBLIC_URL}/logout">Sign out</a>\n`);
});
// Nobody but nginx gets here, which is on this machine.
createServer(checkTargets(app)).listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));
