import { type Authentication, type Authenticator, type Exchange, PasswordCredentials, WhoError } from '@who/core';
import { isPossibleName } from '@who/secrets';
import { PLUGIN } from './errors.js';
import { type OldAccountsOptions, resolveOptions } from './options.js';
import { reasons } from './reasons.js';

/**
 * Asks the old application for names and passwords: `POST` of JSON, answered 200 with `{ "userid": … }`, or 401.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const plugin = oldAccounts({ url: 'https://old.example.org/check' });
 */
export function oldAccounts(options: OldAccountsOptions): Authenticator {
  const { url, timeoutMs } = resolveOptions(options);

  async function ask(exchange: Exchange, login: string, password: string): Promise<Authentication | undefined> {
    const userid = await askUrl(login, password).catch((cause: unknown) => {
      exchange.explain?.(reasons.OLD_ACCOUNTS_UNAVAILABLE);
      // Nobody is signed in or refused by a failure: it has a code of its own, and no secret in it.
      const told = { code: 'OLD_ACCOUNTS_UNAVAILABLE', plugin: PLUGIN, status: 503, cause };
      throw new WhoError(`[${PLUGIN}] The old application gives no answer: is ${url} right?`, told);
    });
    exchange.explain?.(userid === undefined ? reasons.OLD_ACCOUNTS_WRONG : reasons.OLD_ACCOUNTS_RIGHT);
    return userid === undefined ? undefined : { userid };
  }

  async function askUrl(login: string, password: string): Promise<string | undefined> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login, password }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401) return undefined;
    const { userid } = response.ok ? ((await response.json()) as { userid?: unknown }) : {};
    if (typeof userid !== 'string' || userid === '') throw new Error(`It answered ${response.status}, and no userid.`);
    return userid;
  }

  return {
    authenticate(exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return exchange.explain?.(reasons.OLD_ACCOUNTS_OTHERS);
      const { login, password } = credentials;
      // What an application found in a JSON body need not be text.
      if (isPossibleName(login) && isPossibleName(password)) return ask(exchange, login, password);
      return exchange.explain?.(reasons.OLD_ACCOUNTS_WRONG);
    },
  };
}
