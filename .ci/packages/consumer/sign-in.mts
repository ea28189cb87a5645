// A small application of somebody who installed the packages from npm: compiled and run both as an ES module and as
// CommonJS, outside the repository. Basic authentication signs in, a ticket keeps people signed in.
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guard, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { htpasswd } from '@who/plugin-htpasswd';
import connect from 'connect';

// alice's hash takes the native bcrypt, bob's the worker file in the package. Made by `htpasswd -B` and `openssl`.
const file = `users-${process.pid}.htpasswd`;
writeFileSync(
  file,
  [
    'alice:$2y$04$uI1HL2.P/YAhjKZNr/bURubJcIDTfQxQG9bXBMZtpgwD8uJiRLMAS',
    'bob:$apr1$Wh0Smoke$OLbcDwPQoV8S6Y8tvMJ2U.',
    '',
  ].join('\n'),
);

const who = createWho({
  publicUrl: 'http://localhost',
  plugins: {
    ticket: authTkt({ secrets: ['the secret of a test that nobody has to keep'] }),
    basic: basicAuth({ realm: 'Consumer' }),
    users: htpasswd({ file }),
  },
  identifiers: ['ticket', 'basic'],
  authenticators: ['ticket', 'users'],
  challengers: ['basic'],
});

const app = connect();
app.use(whoMiddleware(who));
app.use(guard(authenticated()));
app.use('/sign-in', (req, res, next) => {
  const { exchange, identity } = req.who;
  Promise.resolve(identity && exchange.plugin('ticket', 'identifier').remember(exchange, identity)).then((headers) => {
    for (const [name, value] of headers ?? []) res.appendHeader(name, value);
    res.end('signed in');
  }, next);
});
app.use((req, res) => res.end(`${req.remoteUser} by ${req.who.identity?.identifier}`));

async function visit(origin: string): Promise<void> {
  const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(origin + path, { headers, signal: AbortSignal.timeout(30_000) });
  const basic = (user: string, password: string): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });

  const stranger = await ask('/');
  assert.equal(stranger.status, 401);
  assert.match(stranger.headers.get('www-authenticate') ?? '', /^Basic realm="Consumer"/);
  assert.equal((await ask('/', basic('alice', 'battery staple'))).status, 401);

  for (const [user, password] of [
    ['alice', 'correct horse'],
    ['bob', 'battery staple'],
  ] as const) {
    assert.equal(await (await ask('/', basic(user, password))).text(), `${user} by basic`);
    const signedIn = await ask('/sign-in', basic(user, password));
    assert.equal(signedIn.status, 200);
    const cookie =
      signedIn.headers
        .getSetCookie()
        .find((line) => line.startsWith('auth_tkt='))
        ?.split(';')[0] ?? '';
    assert.equal(await (await ask('/', { cookie })).text(), `${user} by ticket`);
    assert.equal((await ask('/', { cookie: cookie.replace('=', '=0') })).status, 401);
  }
}

const server = createServer(app).listen(0, '127.0.0.1', () => {
  visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).then(
    () => server.close(),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
