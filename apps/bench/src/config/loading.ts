import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answering } from '../processes/answering.js';

/** Loads an engine out of a file, in a process that has loaded its plugins and nothing else, and says how much of the processor's time that took. */
const [name = ''] = process.argv.slice(2);
for (const plugin of ['core', 'secrets', 'plugin-auth-tkt', 'plugin-basic-auth', 'plugin-htpasswd', 'plugin-form']) {
  await import(`@who/${plugin}`);
}
const folder = mkdtempSync(join(tmpdir(), 'who-bench-'));
const secret = 'a secret of the benchmark with 32 bytes';
const settings = {
  publicUrl: 'http://localhost:3000',
  plugins: {
    ticket: { use: '@who/plugin-auth-tkt', secrets: [secret] },
    form: { use: '@who/plugin-form', rememberer: 'ticket' },
    basic: { use: '@who/plugin-basic-auth', realm: 'Example' },
    users: { use: '@who/plugin-htpasswd', file: join(folder, 'users') },
  },
  identifiers: ['form', 'ticket', 'basic'],
  authenticators: ['ticket', 'users'],
  challengers: ['form', 'basic'],
};
const ini = `[who]
public_url = http://localhost:3000
[plugin:ticket]
use = repoze.who.plugins.auth_tkt:make_plugin
secret = ${secret}
digest_algo = sha256
[plugin:form]
use = @who/plugin-form
rememberer = ticket
[plugin:basic]
use = repoze.who.plugins.basicauth:make_plugin
realm = Example
[plugin:users]
use = repoze.who.plugins.htpasswd:make_plugin
filename = %(here)s/users
check_fn = repoze.who.plugins.htpasswd:sha1_check
[general]
request_classifier = repoze.who.classifiers:default_request_classifier
challenge_decider = repoze.who.classifiers:default_challenge_decider
[identifiers]
plugins = form ticket basic
[authenticators]
plugins = ticket users
[challengers]
plugins = form basic
`;
const file = join(folder, name);
// JSON is YAML, too.
writeFileSync(file, name.endsWith('.ini') ? ini : JSON.stringify(settings));
writeFileSync(join(folder, 'users'), 'alice:{SHA}tiY7sUhYKUwI5L3866kDY+ENcrQ=\n');
const logger = { debug() {}, warn() {}, error() {} };

/** What code does, and nothing of files. */
async function inCode(): Promise<unknown> {
  const [{ createWho }, { authTkt }, { form }, { basicAuth }, { htpasswd }] = await Promise.all([
    import('@who/core'),
    import('@who/plugin-auth-tkt'),
    import('@who/plugin-form'),
    import('@who/plugin-basic-auth'),
    import('@who/plugin-htpasswd'),
  ]);
  return createWho({
    publicUrl: 'http://localhost:3000',
    plugins: {
      ticket: authTkt({ secrets: [secret] }),
      form: form({ rememberer: 'ticket' }),
      basic: basicAuth({ realm: 'Example' }),
      users: htpasswd({ file: join(folder, 'users') }),
    },
    identifiers: ['form', 'ticket', 'basic'],
    authenticators: ['ticket', 'users'],
    challengers: ['form', 'basic'],
  });
}

async function outOfFile(): Promise<unknown> {
  const { loadWho } = await import('@who/config');
  return loadWho(file, { logger, checkIntervalMs: 0 });
}

const before = process.cpuUsage();
await (name === 'code' ? inCode() : outOfFile());
const { user, system } = process.cpuUsage(before);
const milliseconds = (user + system) / 1000;
rmSync(folder, { recursive: true });

answering((_question: Record<string, never>): number => milliseconds);
