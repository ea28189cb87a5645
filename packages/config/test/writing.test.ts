import { readFile } from 'node:fs/promises';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { convertPlan, describePlan, type Plan, readPlan } from '../src/index.js';

const SECRET = 'hush-hush-hush';

const INI = `[who]
public_url = https://app.example.org
allow_unsafe = md5
[value:logouts]
use = @who/plugin-cas:casSessions
max_sessions = 10
[plugin:ticket]
use = repoze.who.plugins.auth_tkt:make_plugin
secret = ${SECRET}
timeout = 3600
reissue_time = 600
userid_checker = myapp.users:exists
[plugin:cas]
use = @who/plugin-cas
cas_url = https://cas.example.org/cas
rememberer = ticket
sessions = logouts
state_secrets = ${SECRET} \${STATE}
ticket_pattern = {"regexp": "ST-/x"}
[plugin:users]
use = repoze.who.plugins.sql:make_authenticator_plugin
query = SELECT id, password FROM users WHERE login = %%(login)s
conn_factory = repoze.who.plugins.sql:make_psycopg_conn_factory
repoze.who.dsn = host=db dbname=app user=web password=${SECRET}
[plugin:cache]
use = @who/plugin-metadata-cache-redis
url = redis://web:${SECRET}@cache:6379/0
[plugin:login]
use = repoze.who.plugins.redirector:make_plugin
login_url = /login
[general]
request_classifier = @who/core:apiAwareRequestClassifier
challenge_decider = repoze.who.classifiers:passthrough_challenge_decider
[identifiers]
plugins = cas ticket
[authenticators]
plugins = cas ticket users
[challengers]
plugins = login;browser
[mdproviders]
plugins = cache
`;

const read = (name: string, text: string) => readPlan(name, Buffer.from(text));
/** What counts of a plan: not where it stands, nor in whose words. */
const essence = ({ file: _f, format: _m, places: _p, ...plan }: Plan): unknown =>
  JSON.parse(
    JSON.stringify(plan, (name, value: unknown) => (['place', 'places', 'python'].includes(name) ? undefined : value)),
  );

describe('a plan', () => {
  it('is the one that was meant', async () => {
    const { findings } = await read('who.ini', INI);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(['json', 'yaml'] as const)('is the same when it was written as %s and read again', async (format) => {
    const { text, variables } = await convertPlan((await read('who.ini', INI)).plan, format);
    expect(text).not.toContain(SECRET);
    expect([...variables.keys()]).toEqual([
      'WHO_TICKET_SECRETS',
      'WHO_CAS_STATE_SECRETS',
      'WHO_USERS_DRIVER',
      'WHO_CACHE_URL',
    ]);
    const again = await read(`who.${format}`, text);
    expect(again.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const filled = text
      .replace('${WHO_CACHE_URL}', `redis://web:${SECRET}@cache:6379/0`)
      .replace(/\$\{WHO_(?:TICKET_SECRETS|CAS_STATE_SECRETS|USERS_DRIVER)\}/g, SECRET);
    expect(essence((await read(`who.${format}`, filled)).plan)).toEqual(essence((await read('who.ini', INI)).plan));
    expect((await convertPlan(again.plan, format)).text).toBe(text);
  });

  it('is written as TypeScript that makes the same', async () => {
    const { text } = await convertPlan((await read('who.ini', INI)).plan, 'typescript');
    expect(text).not.toContain(SECRET);
    expect(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics).toEqual([]);
    expect(text).toMatchInlineSnapshot(`
      "import { apiAwareRequestClassifier, createWho, passThroughChallengeDecider } from '@who/core';
      import { authTkt } from '@who/plugin-auth-tkt';
      import { cas, casSessions } from '@who/plugin-cas';
      import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
      import { redirector } from '@who/plugin-redirector';
      import { pg, sql } from '@who/plugin-sql';
      import { Pool } from 'pg';
      import { exists } from './own.js';

      const logouts = casSessions({
        maxSessions: 10,
      });

      export const who = createWho({
        publicUrl: 'https://app.example.org',
        plugins: {
          ticket: authTkt({
            secrets: [process.env['WHO_TICKET_SECRETS'] ?? ''],
            compat: 'repoze',
            digest: 'md5',
            timeoutSeconds: 3600,
            reissueSeconds: 600,
            isUserAllowed: exists,
          }),
          cas: cas({
            casUrl: 'https://cas.example.org/cas',
            rememberer: 'ticket',
            sessions: logouts,
            stateSecrets: [process.env['WHO_CAS_STATE_SECRETS'] ?? '', process.env['STATE'] ?? ''],
            ticketPattern: /ST-\\/x/,
          }),
          users: sql({
            driver: pg(new Pool({ host: 'db', database: 'app', user: 'web', password: process.env['WHO_USERS_DRIVER'] ?? '' })),
            user: 'SELECT userid, password FROM (SELECT id, password FROM users WHERE login = :login) AS who (userid, password)',
            passwords: { allow: ['bcrypt', 'argon2id', 'scrypt', 'pbkdf2', 'sha512-crypt', 'sha1'] },
          }),
          cache: redisMetadataCache({
            url: process.env['WHO_CACHE_URL'] ?? '',
          }),
          login: redirector({
            loginUrl: '/login',
            cameFromParam: null,
          }),
        },
        identifiers: ['cas', 'ticket'],
        authenticators: ['cas', 'ticket', 'users'],
        challengers: [{ plugin: 'login', only: ['browser'] }],
        metadataProviders: ['cache'],
        requestClassifier: apiAwareRequestClassifier,
        challengeDecider: passThroughChallengeDecider,
        challengeRequests: 'all',
      });
      "
    `);
  });

  it('is described without secrets', async () => {
    const text = describePlan(await read('who.ini', INI));
    expect(text).not.toContain(SECRET);
    expect(text).toMatch(/^ticket: @who\/plugin-auth-tkt {2}\(for repoze\.who\.plugins\.auth_tkt:make_plugin\)$/m);
    expect(text).toMatch(/^ {2}challengers +login \(browser\)$/m);
    expect(text).toMatch(/who\.ini:12 \[plugin:ticket\] userid_checker: A function of Python does not run here/);
  });

  it('has a schema that editors find', async () => {
    const schema = JSON.parse(await readFile(new URL('../src/schema/who.schema.json', import.meta.url), 'utf8'));
    expect(Object.keys(schema.$defs)).toContain('plugin-auth-tkt');
    expect(schema.$defs['plugin-auth-tkt'].properties.timeoutSeconds.description).toMatch(
      /^Seconds for which a ticket counts/,
    );
  });
});
