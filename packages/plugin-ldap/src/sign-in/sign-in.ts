import { type Authentication, type Exchange, type PasswordCredentials, signInRefusal } from '@who/core';
import { passwordChanged } from '@who/secrets';
import type { Directory } from '../directory/directory.js';
import { PLUGIN } from '../errors.js';
import { dnOf } from '../people/dn.js';
import type { NotFound, People, Person } from '../people/people.js';
import type { CheckNames } from '../people/schema.js';
import { reasons } from '../reasons.js';
import type { Settings } from '../settings.js';
import { askForPolicy } from './password-policy.js';
import { type RefusalCode, type Verdict, verdictOf } from './verdict.js';

/** Checks the password of somebody who may be anybody. */
export type SignIn = (exchange: Exchange, credentials: PasswordCredentials) => Promise<Authentication | undefined>;

export function signIn(settings: Settings, directory: Directory, people: People, checkNames: CheckNames): SignIn {
  const { userDn, decoyDn, tell, onRefused, onPasswordWarning } = settings;

  /** By an account: first who it is, then whether it is them. */
  async function searchThenBind({ logger }: Exchange, login: string, password: string): Promise<Outcome> {
    const found = await directory.ask(
      'lookups',
      (connection, untilMs) => people.byLogin(connection, login, untilMs),
      logger,
    );
    const isFound = typeof found !== 'string';
    const verdict = await directory.ask(
      'checks',
      async (connection, untilMs) =>
        verdictOf(await connection.bind(isFound ? found.dn : decoyDn, password, untilMs, askForPolicy)),
      logger,
    );
    return isFound ? { found, verdict } : { found, verdict: { refused: found } };
  }

  /** By nobody but the user, who is also asked what the userid is. */
  async function bindThenSearch(
    { logger }: Exchange,
    template: string,
    login: string,
    password: string,
  ): Promise<Outcome> {
    const dn = dnOf(template, login);
    return directory.ask(
      'checks',
      async (connection, untilMs): Promise<Outcome> => {
        const verdict = verdictOf(await connection.bind(dn, password, untilMs, askForPolicy));
        if (verdict.refused) return { found: 'UNKNOWN_USER', verdict };
        return { found: await people.byDn(connection, dn, untilMs), verdict };
      },
      logger,
    );
  }

  /** @throws {WhoError} what `signInRefusal` makes, where it may be told */
  function refuse(exchange: Exchange, login: string, code: RefusalCode): undefined {
    onRefused(exchange, { code, login });
    exchange.explain?.(reasons[code]);
    const told = tell.find((one) => one === code);
    if (told) throw signInRefusal(PLUGIN, told);
  }

  return async (exchange, { login, password }) => {
    const { found, verdict } = userDn
      ? await bindThenSearch(exchange, userDn, login, password)
      : await searchThenBind(exchange, login, password);
    // Nobody can sign in where the userid is not called what the options say.
    if (found === 'NO_USERID') checkNames(exchange.logger);
    if (verdict.refused) return refuse(exchange, login, verdict.refused);
    if (typeof found === 'string') return refuse(exchange, login, found);
    const { expiresInSeconds, graceLoginsLeft } = verdict.policy;
    if (expiresInSeconds !== undefined || graceLoginsLeft !== undefined) {
      onPasswordWarning(exchange, { userid: found.userid, ...verdict.policy });
    }
    exchange.explain?.(reasons.LDAP_ACCEPTED);
    return { userid: found.userid, ...passwordChanged(found.changed) };
  };
}

interface Outcome {
  readonly found: Person | NotFound;
  readonly verdict: Verdict;
}
