import { type Logger, WhoError } from '@who/core';
import type { Passwords } from '@who/passwords';
import type { Database } from '../database/database.js';
import { PLUGIN } from '../errors.js';
import { passwordIn, useridIn } from '../rows/values.js';
import type { Statement } from '../statements/statement.js';

/** Somebody who has just signed in by a password whose stored form is outdated. */
export interface Outdated {
  readonly login: string;
  readonly userid: string;
  readonly password: string;
  readonly stored: string;
}

/** Stores a better form of a password. Nobody waits for it, and nothing fails by it. */
export type Upgrade = (user: Outdated, logger: Logger) => void;

/**
 * @param statements the one that looks users up, and the one that stores
 */
export function upgrades(
  database: Database,
  passwords: Pick<Passwords, 'hash'>,
  statements: { readonly user: Statement; readonly upgrade: Statement },
): Upgrade {
  const underWay = new Set<string>();
  const warned = new Set<string>();
  let isBroken = false;

  async function upgrade({ login, userid, password, stored }: Outdated, logger: Logger): Promise<void> {
    const fresh = await passwords.hash(password);
    await database.change(statements.upgrade, { userid, outdated: stored, password: fresh }, logger);
    // Some databases cut a text that is longer than its column, in silence, and nobody could sign in by what is left.
    const [row] = await database.ask(statements.user, { login }, logger);
    const now = row && useridIn(row, WHERE) === userid ? passwordIn(row, WHERE)?.trimEnd() : undefined;
    if (now === undefined || now === fresh || now === '' || !fresh.startsWith(now)) return;
    isBroken = true;
    await database.change(statements.upgrade, { userid, outdated: now, password: stored }, logger);
    logger.error(
      `[${PLUGIN}] The column of passwords is too short for new ones (${now.length} characters of ${fresh.length}). The old one was put back; no more are replaced.`,
    );
  }

  return (user, logger) => {
    // The next sign-in tries again.
    if (isBroken || underWay.size >= MAX_UNDER_WAY || underWay.has(user.userid)) return;
    underWay.add(user.userid);
    upgrade(user, logger)
      .catch((error: unknown) => {
        const message = error instanceof WhoError ? error.message : 'It failed otherwise.';
        if (!warned.has(message)) logger.warn(`[${PLUGIN}] An outdated password was not replaced. ${message}`);
        warned.add(message);
      })
      .finally(() => underWay.delete(user.userid));
  };
}

const WHERE = 'The statement "user"';
/** Each keeps a processor busy as long as a sign-in does, and people are signing in. */
const MAX_UNDER_WAY = 2;
