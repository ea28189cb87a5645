import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { auditLog } from '@who/audit';
import { checkTargets, guard, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { limited } from '@who/limiter';
import { openTelemetry } from '@who/opentelemetry';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { htpasswd } from '@who/plugin-htpasswd';
import { oidc } from '@who/plugin-oidc';
import { createTrace, traceMiddleware } from '@who/trace';
import connect from 'connect';

const { OIDC_ISSUER = '', WHO_SECRET = '' } = process.env;

// They listen to every engine of the process, and nothing has to be wired up.
openTelemetry();
auditLog({ to: createWriteStream('audit.log', { flags: 'a' }) });

const who = createWho({
  publicUrl: 'http://localhost:3000',
  plugins: {
    form: form({ rememberer: 'ticket', page: { otherWays: [{ text: 'With your account', path: '/login/oidc' }] } }),
    provider: oidc({ issuer: OIDC_ISSUER, clientId: 'app', rememberer: 'ticket' }),
    ticket: authTkt({ secrets: [WHO_SECRET] }),
    users: limited(htpasswd({ file: 'users.htpasswd' }), { trustedProxies: [] }),
  },
  identifiers: ['provider', 'form', 'ticket'],
  authenticators: ['provider', 'ticket', 'users'],
  challengers: ['form'],
});

const app = connect();
app.use(traceMiddleware(createTrace()));
app.use(whoMiddleware(who));
app.use('/private', guard(authenticated()));
app.use((req, res) => res.end(`Hello ${req.remoteUser ?? 'stranger'}\n`));
createServer(checkTargets(app)).listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));
