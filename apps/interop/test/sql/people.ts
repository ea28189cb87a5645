import { createHash } from 'node:crypto';
import { type Sql, type SqlOptions, sql } from '@who/plugin-sql';
import type { UserBackendSubject } from '@who/testkit';
import type { SqlServer } from '../../../../packages/plugin-sql/test/servers/server.js';
import type { Open } from './drivers.js';

/** Names from the traps: accents, blanks, figures, ligatures, quotes. */
export const users = ['alice', 'José Maria', '007', 'weiß', 'a"b\'c\\d', 'figs and kisses'] as const;

export const passwordOf = (userid: string): string => `secret of ${userid}`;

/** Cheap to check: what is tried here is the database. */
export function storedOf(userid: string, password: string = passwordOf(userid)): string {
  const digest = createHash('sha1').update(`${password}salt`).digest();
  return `{SSHA}${Buffer.concat([digest, Buffer.from('salt')]).toString('base64')}`;
}

/** New passwords are never made here. */
export const cheap: NonNullable<SqlOptions['passwords']> = {
  hashing: { scheme: 'bcrypt', cost: 4 },
  decoy: storedOf(''),
};

/** Statements that fill a table with everybody, and with two who have one name. */
export function filling(table: string, text: (value: string) => string): string[] {
  const rows = [
    ...users.map((user) => [user, storedOf(user)]),
    ['twin', storedOf('', 'first')],
    ['twin', storedOf('', 'second')],
  ];
  return rows.map(([user = '', stored = '']) => `INSERT INTO ${table} VALUES (${text(user)}, '${stored}')`);
}

export const hexOf = (text: string): string => Buffer.from(text).toString('hex');

/** How the users of a table are tried. `userid` is the column as text. */
export function backend<Server extends SqlServer>(
  server: () => Server,
  open: Open<Server>,
  { table, userid = 'userid' }: { readonly table: string; readonly userid?: string },
  withOutage: boolean,
): UserBackendSubject<Sql> {
  const closing = new WeakMap<object, () => Promise<unknown>>();
  const create = (options: Partial<SqlOptions> = {}): Sql => {
    const { driver, close } = open(server());
    const plugin = sql({
      driver,
      user: `SELECT ${userid} AS userid, password FROM ${table} WHERE userid = :login`,
      metadata: {
        about: `SELECT ${userid} AS userid, concat('what is known of ', ${userid}) FROM ${table} WHERE userid = :userid`,
      },
      passwords: cheap,
      ...options,
    }) as Sql;
    closing.set(plugin, close);
    return plugin;
  };
  return {
    users,
    password: passwordOf,
    duplicates: [
      ['twin', 'first'],
      ['twin', 'second'],
    ],
    create: () => create(),
    async dispose(plugin) {
      server().goOn();
      plugin.close();
      await closing.get(plugin)?.();
    },
    ...(withOutage && {
      outage: { begin: () => server().kill(), end: () => server().start() },
      silence() {
        server().pause();
        return create({ timeoutMs: 300 });
      },
    }),
    secrets: ['secret of', 'a guess', '{SSHA}'],
    promises: ['authenticate', 'addMetadata'],
    lacks: {
      cost: 'a check that is quick shows what the connection takes',
      ...(!withOutage && { outage: 'tried above', silence: 'tried above' }),
    },
  };
}
