import { badOption, checkOptions, type OptionNames } from '@who/core';
import type { PasswordsOptions } from '@who/passwords';
import type { DatabaseSettings } from './database/database.js';
import type { SqlDriver } from './drivers/driver.js';
import { PLUGIN } from './errors.js';
import type { PreparedQuery } from './metadata/metadata.js';
import { texts } from './metadata/queries.js';
import type { SqlOptions } from './options.js';
import { type Dialect, LEXICONS } from './statements/dialect.js';
import { compile, type Statement } from './statements/statement.js';

/** Options with their defaults, in the shape in which the plugin needs them. */
export interface Settings {
  readonly driver: SqlDriver;
  readonly database: DatabaseSettings;
  readonly user: Statement | undefined;
  readonly upgrade: Statement | undefined;
  readonly session: Statement | undefined;
  readonly metadata: readonly PreparedQuery[];
  readonly passwords: PasswordsOptions;
  readonly recheckMs: number;
  readonly onRefused: NonNullable<SqlOptions['onRefused']>;
}

const NAMES = {
  driver: true,
  user: true,
  upgrade: true,
  metadata: true,
  session: true,
  passwords: true,
  recheckSeconds: true,
  timeoutMs: true,
  maxConcurrent: true,
  maxQueued: true,
  onRefused: true,
} satisfies OptionNames<SqlOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: SqlOptions): Settings {
  checkOptions(PLUGIN, options, NAMES);
  const { user, upgrade, session, passwords = {}, recheckSeconds = 60, onRefused = () => {} } = options;
  const driver = resolveDriver(options.driver);
  const metadata = resolveMetadata(options.metadata, driver.dialect);
  const isOfUse = user !== undefined || session !== undefined || metadata.length > 0;
  check('user', isOfUse, 'must be there, or "metadata" or "session": nothing is asked else.');
  check('upgrade', upgrade === undefined || user !== undefined, 'must go with "user".');
  check('passwords', typeof passwords === 'object' && passwords !== null, 'must be options of @who/passwords.');
  check('recheckSeconds', Number.isFinite(recheckSeconds) && recheckSeconds >= 0, 'must be a number of seconds.');
  check('onRefused', typeof onRefused === 'function', 'must be a function.');
  const { dialect } = driver;
  return {
    driver,
    database: resolveDatabase(options),
    user: statement('user', user, dialect, ['login']),
    upgrade: statement('upgrade', upgrade, dialect, ['userid', 'outdated', 'password']),
    session: statement('session', session, dialect, ['userid']),
    metadata,
    passwords,
    recheckMs: recheckSeconds * 1000,
    onRefused,
  };
}

/** A function of the application's own gets what most drivers understand. */
function resolveDriver(driver: SqlOptions['driver']): SqlDriver {
  const given = typeof driver === 'function' ? { dialect: 'sqlite' as const, query: driver } : Object(driver);
  const isDriver = typeof given.query === 'function' && Object.hasOwn(LEXICONS, given.dialect);
  check('driver', isDriver, 'must be what pg(), mysql2() and others make, or a function (sql, params) => rows.');
  return given as SqlDriver;
}

function resolveDatabase(options: SqlOptions): DatabaseSettings {
  const whole = (option: keyof SqlOptions, byDefault: number, min: number, max: number): number => {
    const value = options[option] ?? byDefault;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw badOption(PLUGIN, option, `must be a whole number from ${min} to ${max}.`);
  };
  return {
    timeoutMs: whole('timeoutMs', 5000, 1, 600_000),
    maxConcurrent: whole('maxConcurrent', 10, 1, 1000),
    maxQueued: whole('maxQueued', 1000, 0, 1_000_000),
  };
}

function resolveMetadata(queries: SqlOptions['metadata'] = {}, dialect: Dialect): readonly PreparedQuery[] {
  const isGood = typeof queries === 'object' && queries !== null && !Array.isArray(queries);
  check('metadata', isGood, 'must give each entry its query.');
  return Object.entries(queries).map(([name, given]) => {
    const option = `metadata.${name}`;
    const { sql, read } = typeof given === 'string' ? texts(given) : Object(given);
    check(option, name !== '' && name !== '__proto__', 'must have another name.');
    check(option, typeof read === 'function', 'must be a query, or what values(), record() and records() make.');
    return { name, statement: statement(option, String(sql), dialect, ['userid']) as Statement, read };
  });
}

/** @param wanted the parameters that it must have, and no others */
function statement(
  option: string,
  sql: string | undefined,
  dialect: Dialect,
  wanted: readonly string[],
): Statement | undefined {
  if (sql === undefined) return undefined;
  check(option, typeof sql === 'string' && sql.trim() !== '', 'must be a statement.');
  const compiled = compile(sql, dialect);
  if (typeof compiled === 'string') throw badOption(PLUGIN, option, compiled);
  const { names } = compiled;
  const unknown = names.find((name) => !wanted.includes(name));
  const known = wanted.map((name) => `":${name}"`).join(', ');
  check(option, unknown === undefined, `must not have the parameter ":${unknown}"; there are ${known}.`);
  const missing = wanted.find((name) => !names.includes(name));
  check(option, missing === undefined, `must have the parameter ":${missing}", outside of strings and comments.`);
  return compiled;
}

function check(option: string, passes: boolean, problem: string): void {
  if (!passes) throw badOption(PLUGIN, option, problem);
}
