import { askForPolicy, policyIn } from '../sign-in/password-policy.js';
import { reasonIn } from '../sign-in/verdict.js';
import type { Result } from '../wire/answers.js';
import { Failure } from '../wire/failure.js';
import type { Open } from '../wire/pool.js';
import { CODE, isUnready } from './results.js';

/** Who looks people up. */
export interface Account {
  readonly dn: string;
  readonly password: string;
}

/**
 * Has connections become the account before they are used. While a server refuses it, that server is not asked again
 * for a while, and the failure is the same object. Connections on which it has been accepted stay what they are.
 *
 * @param answered is told when the server has refused it: that is an answer, too
 */
export function asAccount(open: Open, { dn, password }: Account, answered: () => void): Open {
  let isAccepted = false;
  let refused: Failure | undefined;
  let nextTryMs = 0;
  let proving: Promise<void> | undefined;

  const become: Open = async (untilMs, givenUp, lost) => {
    const connection = await open(untilMs, givenUp, lost);
    if (givenUp.aborted) connection.close();
    givenUp.addEventListener('abort', connection.close);
    const result = await connection.bind(dn, password, untilMs, askForPolicy).finally(() => {
      givenUp.removeEventListener('abort', connection.close);
    });
    const problem = problemOf(result);
    isAccepted = problem === undefined;
    if (!problem) {
      refused = undefined;
      return connection;
    }
    connection.close();
    if (isUnready(result.code)) throw new Failure('unready', problem);
    answered();
    refused ??= new Failure('account', problem);
    nextTryMs = performance.now() + PAUSE_MS;
    throw refused;
  };

  return async (untilMs, givenUp, lost) => {
    // One tries alone until it is accepted: several at a time with a wrong password can lock an account.
    while (proving) await proving;
    if (givenUp.aborted) throw new Failure('lost', 'it was closed here');
    if (refused && performance.now() < nextTryMs) throw refused;
    const connection = become(untilMs, givenUp, lost);
    if (!isAccepted) {
      const end = (): void => {
        proving = undefined;
      };
      proving = connection.then(end, end);
    }
    return connection;
  };
}

/** Why a bind does not make a connection the account's; `undefined` where it does. */
function problemOf(result: Result): string | undefined {
  const { code, controls } = result;
  // While its password has to be changed, the bind succeeds and nothing after it does.
  if (code === CODE.success && policyIn(controls).error === undefined) return undefined;
  const reason = reasonIn(result);
  return `it refuses "bindDn" (${reason ? `${code}, ${reason}` : code})`;
}

/** Directories lock accounts that come with a wrong password again and again. */
const PAUSE_MS = 30_000;
