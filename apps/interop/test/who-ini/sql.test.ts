import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Postgresql,
  postgresqlIsThere,
  startPostgresql,
} from '../../../../packages/plugin-sql/test/servers/postgresql.js';
import { type Pair, pairOf } from './pair.js';
import { absent, without } from './repoze.js';
import { BASIC, GENERAL, LOGIN, orders, TICKET } from './shapes.js';
import { cookieFrom, type Side, visit, visits, whoami } from './visits.js';

/** How Python connects to PostgreSQL. */
const noDriver = without('psycopg2', "Python's psycopg2");
const needs = [absent, noDriver, postgresqlIsThere ? '' : 'postgresql'].filter(Boolean).join(', ');

const plugins = (folder: string): string => `[plugin:users]
use = repoze.who.plugins.sql:make_authenticator_plugin
query = SELECT userid, password FROM people WHERE login = %%(login)s
conn_factory = repoze.who.plugins.sql:make_psycopg_conn_factory
repoze.who.dsn = dbname=postgres user=who host='${folder}'
[plugin:attributes]
use = repoze.who.plugins.sql:make_metadata_plugin
name = attributes
query = SELECT mail, office FROM mail WHERE userid = %%(__userid)s AND mail LIKE '%%%%@%%%%' ORDER BY mail;
conn_factory = repoze.who.plugins.sql:make_psycopg_conn_factory
repoze.who.dsn = dbname=postgres user=who host='${folder}'
`;

const ini = (folder: string): string =>
  '[who]\nallow_unsafe = md5\n' +
  GENERAL +
  TICKET +
  BASIC +
  LOGIN +
  plugins(folder) +
  orders('auth_tkt basicauth', 'auth_tkt users', 'redirector;browser basicauth', 'attributes');

const sha = (password: string): string => `{SHA}${createHash('sha1').update(password).digest('hex')}`;

/** "chrism" signs in by that name, and is called otherwise; a second one has a password as it is typed. */
const TABLES = `
CREATE TABLE people (login text, userid text, password text);
INSERT INTO people VALUES ('chrism', 'chrism', '${sha('chrism')}'), ('plain', 'plain', 'secret'), ('Zoë', 'zoe', '${sha('grün')}');
CREATE TABLE mail (userid text, mail text, office integer);
INSERT INTO mail VALUES ('chrism', 'b@example.org', 7), ('chrism', 'a@example.org', NULL), ('chrism', 'none', 1);
`;

const basic = (login: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
});

describe.skipIf(needs !== '')(`one who.ini and one PostgreSQL${needs && ` (skipped: needs ${needs})`}`, () => {
  let database: Postgresql;
  let pair: Pair;
  beforeAll(async () => {
    database = await startPostgresql();
    await database.run(TABLES);
    // Beside the packages, so that the driver is found.
    pair = await pairOf(ini(database.folder), fileURLToPath(new URL('.', import.meta.url)));
  });
  afterAll(async () => {
    await pair?.[Symbol.asyncDispose]();
    await database?.stop();
  });

  it.each(visits('auth_tkt').map((one) => [one.title, one] as const))('%s', async (title, { see }) => {
    const [theirs, ours] = [await see(pair.there), await see(pair.here)];
    // The page is not one to come back to, since the form was posted.
    if (title === 'a wrong password in the form') expect(ours.status).toBe(303);
    else expect(ours).toEqual(theirs);
  });

  it('signs in by one, and is signed in at the other', async () => {
    for (const [from, to] of [
      [pair.there, pair.here],
      [pair.here, pair.there],
    ] as const) {
      expect(await whoami(to, { cookie: await cookieFrom(from, 'auth_tkt') })).toBe('chrism');
    }
  });

  it('calls people as the row says, whatever they have typed', async () => {
    expect(await whoami(pair.there, basic('Zoë', 'grün'))).toBe('zoe');
    expect(await whoami(pair.here, basic('Zoë', 'grün'))).toBe('zoe');
  });

  it('takes no password that is stored as it is, where Python does', async () => {
    expect(await whoami(pair.there, basic('plain', 'secret'))).toBe('plain');
    expect(await whoami(pair.here, basic('plain', 'secret'))).toBeNull();
  });

  it('adds the same rows: by the names of their columns, and in Python without', async () => {
    const attributes = async (side: Side): Promise<unknown> => {
      const headers = { accept: 'text/html', ...basic('chrism', 'chrism') };
      return (await visit(side, '/whoami', { headers })).json();
    };
    const [theirs, ours] = [await attributes(pair.there), await attributes(pair.here)];
    expect(theirs).toMatchObject({
      attributes: [
        ['a@example.org', null],
        ['b@example.org', 7],
      ],
    });
    expect(ours).toMatchObject({
      metadata: {
        attributes: [
          { mail: 'a@example.org', office: null },
          { mail: 'b@example.org', office: 7 },
        ],
      },
    });
  });
});
