import { type Authentication, chain, type Exchange, type MaybePromise, type PasswordCredentials } from '@who/core';
import { isMatch, type Passwords, type Unusable } from '@who/passwords';
import type { Database } from '../database/database.js';
import type { Row } from '../drivers/driver.js';
import { PLUGIN } from '../errors.js';
import { reasons } from '../reasons.js';
import { passwordIn, useridIn } from '../rows/values.js';
import { userdataIn } from '../sessions/stamp.js';
import type { Statement } from '../statements/statement.js';
import { decoys } from './decoys.js';
import type { Upgrade } from './upgrades.js';

/**
 * Why a sign-in was refused: there is no such user, more than one, one without a userid or without a password, a password
 * that no stored form can be read of (see `@who/passwords`), or a wrong one.
 */
export type RefusalCode =
  | 'UNKNOWN_USER'
  | 'AMBIGUOUS_USER'
  | 'NO_USERID'
  | 'NO_PASSWORD'
  | 'WRONG_PASSWORD'
  | Unusable['code'];

/** A sign-in that was refused. */
export interface Refusal {
  readonly code: RefusalCode;
  /** What was typed: it may be anything, a password, too. */
  readonly login: string;
}

/** Checks the password of somebody who may be anybody. */
export type SignIn = (exchange: Exchange, credentials: PasswordCredentials) => MaybePromise<Authentication | undefined>;

export interface SignInSettings {
  readonly user: Statement;
  /** Whether a decoy was chosen, or the usual form of the passwords is one. */
  readonly hasDecoy: boolean;
  readonly onRefused: (exchange: Exchange, refusal: Refusal) => void;
}

interface Person {
  readonly userid: string;
  readonly stored: string;
  readonly row: Row;
}

export function signIn(
  { user, hasDecoy, onRefused }: SignInSettings,
  database: Database,
  passwords: Passwords,
  upgrade: Upgrade | undefined,
): SignIn {
  const lately = decoys();
  const warned = new Set<string>();

  function warn({ logger }: Exchange, problem: string): void {
    if (!warned.has(problem)) logger.warn(`[${PLUGIN}] ${problem}`);
    warned.add(problem);
  }

  function personIn(rows: readonly Row[], exchange: Exchange): Person | RefusalCode {
    const [row, another] = rows;
    if (row === undefined) return 'UNKNOWN_USER';
    if (another !== undefined) {
      warn(exchange, `${WHERE} gives more than one row for some names: by them, nobody signs in.`);
      return 'AMBIGUOUS_USER';
    }
    const [userid, stored] = [useridIn(row, WHERE), passwordIn(row, WHERE)];
    if (userid === undefined) return 'NO_USERID';
    return stored === undefined ? 'NO_PASSWORD' : { userid, stored, row };
  }

  function refused(exchange: Exchange, refusal: Refusal): undefined {
    onRefused(exchange, refusal);
    return exchange.explain?.(reasons[refusal.code]);
  }

  /** Takes as long as for a user like most. */
  function refuse(
    exchange: Exchange,
    { login, password }: PasswordCredentials,
    code: RefusalCode,
  ): MaybePromise<undefined> {
    const decoy = hasDecoy ? undefined : lately.usual;
    return chain(passwords.verify(password, decoy), () => refused(exchange, { code, login }));
  }

  function check(
    exchange: Exchange,
    credentials: PasswordCredentials,
    person: Person,
  ): MaybePromise<Authentication | undefined> {
    const { login, password } = credentials;
    const { userid, stored, row } = person;
    if (!lately.knows(userid, stored)) {
      const kind = passwords.kindOf(stored);
      if ('code' in kind) {
        // Operating systems lock accounts by such a mark.
        if (!/^[!*]/.test(stored))
          warn(exchange, `Some stored passwords can match nothing (${kind.code}, ${kind.form}); see "passwords".`);
        return refuse(exchange, credentials, kind.code);
      }
      lately.seen(userid, stored, kind);
    }
    return chain(passwords.verify(password, stored), (verdict) => {
      if (!isMatch(verdict)) return refused(exchange, { code: 'WRONG_PASSWORD', login });
      exchange.explain?.(reasons.SQL_ACCEPTED);
      if (verdict === 'match-outdated') upgrade?.({ login, userid, password, stored }, exchange.logger);
      return { userid, ...userdataIn(row, WHERE) };
    });
  }

  return (exchange, credentials) =>
    chain(database.ask(user, { login: credentials.login }, exchange.logger), (rows) => {
      const person = personIn(rows, exchange);
      return typeof person === 'string' ? refuse(exchange, credentials, person) : check(exchange, credentials, person);
    });
}

const WHERE = 'The statement "user"';
