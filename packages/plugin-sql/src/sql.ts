import {
  type Authenticator,
  badOption,
  chain,
  type Exchange,
  isPromise,
  type MaybePromise,
  type MetadataProvider,
  PasswordCredentials,
  WhoError,
} from '@who/core';
import { createPasswords } from '@who/passwords';
import { isPossibleName, type Session, standings } from '@who/secrets';
import { type Database, database } from './database/database.js';
import { PLUGIN, wasNotAsked } from './errors.js';
import { describer } from './metadata/metadata.js';
import type { MetadataQueries, SqlMetadata } from './metadata/queries.js';
import type { SqlOptions } from './options.js';
import { reasons } from './reasons.js';
import { useridIn } from './rows/values.js';
import { stampIn } from './sessions/stamp.js';
import { resolveOptions, type Settings } from './settings.js';
import { type SignIn, signIn } from './sign-in/sign-in.js';
import { upgrades } from './sign-in/upgrades.js';
import type { Statement } from './statements/statement.js';

/** What `sql` makes. */
export interface Sql<Queries extends MetadataQueries = MetadataQueries>
  extends Authenticator,
    MetadataProvider<SqlMetadata<Queries>> {
  /**
   * Whether `session` still finds this user, in exactly this spelling: for `isUserAllowed` of `authTkt`.
   *
   * @throws {WhoError} as sign-ins do; BAD_OPTION without `session`
   */
  isUserAllowed(userid: string): Promise<boolean>;
  /**
   * Whether a sign-in is to end, because `session` does not find the user, or what it gives as `changed` is another than
   * at the sign-in: for `isRevoked` of `authTkt`.
   *
   * @throws {WhoError} as sign-ins do; BAD_OPTION without `session`
   */
  isRevoked(session: Session): Promise<boolean>;
  /** Asks nothing any more, and ends the threads that checks may have started. The database stays open. */
  close(): void;
}

/**
 * Checks passwords against an SQL database, and adds what its queries say about users.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const users = sql({
 *   driver: pg(new Pool({ connectionString: process.env['DATABASE_URL'] })),
 *   user: 'SELECT userid, password FROM users WHERE login = :login',
 *   metadata: { roles: 'SELECT userid, role FROM roles WHERE userid = :userid' },
 * });
 */
export function sql<const Queries extends MetadataQueries = Record<never, never>>(
  options: SqlOptions<Queries>,
): Sql<NoInfer<Queries>> {
  const settings = resolveOptions(options);
  const asked = database(settings.driver, settings.database);
  const { check, close } = checker(settings, asked);
  const describe = describer(settings.metadata, asked);
  const { isUserAllowed, isRevoked, signedIn } = standings(
    (userid) => changedOf(asked, settings.session, userid),
    settings.recheckMs,
  );

  return {
    authenticate(exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return exchange.explain?.(reasons.SQL_OTHER_CREDENTIALS);
      if (!isPossibleName(credentials.login) || !isPossibleName(credentials.password)) {
        return exchange.explain?.(reasons.SQL_IMPOSSIBLE);
      }
      if (!check) return exchange.explain?.(reasons.SQL_NO_STATEMENT);
      const answer = exchange.explain
        ? told(exchange, () => check(exchange, credentials))
        : check(exchange, credentials);
      return chain(answer, (authentication) => {
        if (authentication) signedIn(authentication.userid);
        return authentication;
      });
    },
    async addMetadata(exchange, { userid }) {
      if (settings.metadata.length === 0 || !isPossibleName(userid)) {
        return exchange.explain?.(reasons.SQL_NOTHING_ASKED);
      }
      const described = (): Promise<object> => describe(userid, exchange.logger);
      const found = await (exchange.explain ? told(exchange, described) : described());
      exchange.explain?.(reasons.SQL_DESCRIBED);
      return found as SqlMetadata<Queries>;
    },
    isUserAllowed,
    isRevoked,
    close() {
      asked.close();
      close();
    },
  };
}

/** Without a statement that finds users there are no passwords to check, which some runtimes cannot. */
function checker(
  { user, upgrade, passwords: options, onRefused }: Settings,
  asked: Database,
): { readonly check?: SignIn; close(): void } {
  if (!user) return { close() {} };
  const passwords = createPasswords(options);
  const upgraded = upgrade && upgrades(asked, passwords, { user, upgrade });
  const hasDecoy = options.decoy !== undefined;
  return { check: signIn({ user, hasDecoy, onRefused }, asked, passwords, upgraded), close: () => passwords.close() };
}

/** When a user's password was changed; `undefined` where there is no such user in exactly this spelling. */
async function changedOf(asked: Database, session: Statement | undefined, userid: string): Promise<string | undefined> {
  if (!session) throw badOption(PLUGIN, 'session', 'must be there for "isUserAllowed" and "isRevoked".');
  if (!isPossibleName(userid)) return undefined;
  const [row, another] = await asked.ask(session, { userid });
  if (row === undefined || another !== undefined || useridIn(row, WHERE) !== userid) return undefined;
  return stampIn(row, WHERE);
}

const WHERE = 'The statement "session"';

/** Has people who look on know that the database gave no answer, or was not even asked. */
function told<T>(exchange: Exchange, work: () => MaybePromise<T>): MaybePromise<T> {
  const failed = (error: unknown): never => {
    const code = error instanceof WhoError ? error.code : 'PLUGIN_FAILED';
    exchange.explain?.(wasNotAsked(error) ? reasons.BREAKER_OPEN : reasons.SQL_NOT_ANSWERED, { code });
    throw error;
  };
  try {
    const answer = work();
    return isPromise(answer) ? answer.then((value) => value, failed) : answer;
  } catch (error) {
    return failed(error);
  }
}
