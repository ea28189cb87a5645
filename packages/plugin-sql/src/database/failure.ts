/**
 * What kept a database from answering:
 * - `away`: it cannot be reached, cannot serve now, or the connection ended before the answer
 * - `late`: the time was over
 * - `data`: it takes a parameter for no value of the column's type: no such user
 * - `refused`: it refuses the statement, whatever the parameters
 */
export type FailureKind = 'away' | 'late' | 'data' | 'refused';

/** A database's failure, in words that hold no secret and nothing that a user has typed. */
export class Failure extends Error {
  override readonly name = 'SqlFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

interface DriverError {
  readonly code?: unknown;
  readonly sqlState?: unknown;
  readonly errno?: unknown;
  readonly errcode?: unknown;
  readonly sqlMessage?: unknown;
  readonly message?: unknown;
  readonly name?: unknown;
}

/**
 * What a driver threw. Its message is not passed on: that of PostgreSQL holds what was typed, that of the package mariadb
 * all parameters.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const thrown: DriverError = Object(error);
  const state = sqlStateOf(thrown);
  const kind = sqliteKind(thrown) ?? (state === undefined ? otherKind(thrown) : stateKind(state, thrown));
  const words = [wordOf(thrown), kind === 'refused' ? aboutStatement(thrown, state) : undefined];
  return new Failure(kind, words.filter((word) => word !== undefined).join(': '));
}

/**
 * Five characters. No class begins with E, as the codes of the system do (`EPIPE`), to which the package mariadb gives a
 * state, too.
 */
function sqlStateOf({ sqlState, code }: DriverError): string | undefined {
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return undefined;
  return [sqlState, code].find((one): one is string => typeof one === 'string' && /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(one));
}

/** By classes of the standard (ISO 9075-2, section 24.1) and those of PostgreSQL (its manual, appendix A). */
function stateKind(state: string, { errno }: DriverError): FailureKind {
  if (state === 'HY000' || state === '70100') return typeof errno === 'number' ? mysqlKind(errno) : 'refused';
  if (state === '57014') return 'late';
  const [kind] = CLASSES.find(([, classes]) => classes.includes(state.slice(0, 2))) ?? ['refused' as const];
  return kind;
}

const CLASSES: readonly (readonly [FailureKind, readonly string[]])[] = [
  ['data', ['22']],
  // Connections, authorization, no such database, rollbacks, resources, intervention, the system.
  ['away', ['08', '28', '3D', '40', '53', '57', '58']],
];

/** Numbers of MariaDB's and MySQL's errors whose state says nothing; those of the package mariadb begin at 45,000. */
function mysqlKind(errno: number): FailureKind {
  if (errno >= 45_000) return 'away';
  return MYSQL_KINDS[errno] ?? 'refused';
}

const MYSQL_KINDS: Readonly<Record<number, FailureKind>> = {
  1040: 'away', // too many connections
  1203: 'away',
  1226: 'away', // a user's limit
  1129: 'away', // the host is blocked
  1130: 'away', // the host is not allowed
  1205: 'late', // waited for a lock
  1317: 'late', // interrupted
  1969: 'late', // max_statement_time
  3024: 'late', // MAX_EXECUTION_TIME
  1267: 'data', // no character of the column's
  1366: 'data',
  3854: 'data',
  3988: 'data',
};

function sqliteKind({ code, errcode }: DriverError): FailureKind | undefined {
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number') {
    return SQLITE_AWAY.some(([, number]) => number === (errcode & 0xff)) ? 'away' : 'refused';
  }
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return undefined;
  return SQLITE_AWAY.some(([name]) => code.startsWith(`SQLITE_${name}`)) ? 'away' : 'refused';
}

/** https://www.sqlite.org/rescode.html */
const SQLITE_AWAY: readonly (readonly [name: string, code: number])[] = [
  ['BUSY', 5],
  ['LOCKED', 6],
  ['NOMEM', 7],
  ['IOERR', 10],
  ['CANTOPEN', 14],
  ['PROTOCOL', 15],
];

/** What is wrong in a program, rather than with a connection. A closed better-sqlite3 says so by a TypeError. */
function otherKind({ code, name, message }: DriverError): FailureKind {
  if (typeof code === 'string' || /not open/.test(String(message))) return 'away';
  return PROGRAMMING.includes(String(name)) ? 'refused' : 'away';
}

const PROGRAMMING: readonly string[] = ['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError'];

/** The code of the database, the driver or the system (`42P01`, `ECONNREFUSED`), or the error's class. */
function wordOf({ code, name }: DriverError): string {
  return [code, name].find((word): word is string => typeof word === 'string' && /^\w{1,64}$/.test(word)) ?? 'Error';
}

/** What a database says about the text of a statement, which holds nothing that anybody typed. */
function aboutStatement({ sqlMessage, message }: DriverError, state: string | undefined): string | undefined {
  const text = String(sqlMessage ?? message);
  const isAbout = state?.startsWith('42') || /^(?:no such (?:table|column|function)|near )/.test(text);
  return isAbout && !text.includes('parameters:') ? text.slice(0, 200) : undefined;
}
