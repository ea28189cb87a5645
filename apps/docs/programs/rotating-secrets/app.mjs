import { createServer } from 'node:http';
import { checkTargets, guard, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { htpasswd } from '@who/plugin-htpasswd';
import { createTrace, traceMiddleware } from '@who/trace';
import connect from 'connect';

const { PORT = '3000', SECRETS_FILE = '' } = process.env;

const who = createWho({
  publicUrl: `http://localhost:${PORT}`,
  plugins: {
    form: form({ rememberer: 'ticket' }),
    // One secret on a line, the newest first. The file is read again when it has changed.
    ticket: authTkt({ secrets: { file: SECRETS_FILE } }),
    users: htpasswd({ file: 'users.htpasswd' }),
  },
  identifiers: ['form', 'ticket'],
  authenticators: ['ticket', 'users'],
  challengers: ['form'],
});

const app = connect();
app.use(traceMiddleware(createTrace()));
app.use(whoMiddleware(who));
app.use('/private', guard(authenticated()));
app.use((req, res) => res.end(`Port ${PORT} knows ${req.remoteUser ?? 'nobody'}\n`));
const server = createServer(checkTargets(app));
server.listen(Number(PORT), '127.0.0.1', () => console.log(`http://localhost:${PORT}`));
