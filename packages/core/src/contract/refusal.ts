import { WhoError } from './errors.js';

/** Why an account signs nobody in, whatever the password. */
export type SignInRefusalCode = 'PASSWORD_EXPIRED' | 'PASSWORD_MUST_CHANGE' | 'ACCOUNT_LOCKED' | 'ACCOUNT_DISABLED';

/**
 * What an authenticator throws that knows why an account signs nobody in, and may say so. It ends a request with 403; a
 * login form says of it what it is allowed to. Strangers learn from it that there is such an account: throw it where the
 * password was right, or an operator wants it; else return nothing, as for a wrong password.
 *
 * @param plugin the package, e.g. `@who/plugin-ldap`
 * @example
 * const refusal = signInRefusal('@who/plugin-hello', 'ACCOUNT_LOCKED');
 */
export function signInRefusal(plugin: string, code: SignInRefusalCode): WhoError<SignInRefusalCode> {
  return new WhoError(MESSAGES[code], { code, plugin, status: 403 });
}

/** The code of what {@link signInRefusal} made; `undefined` for any other error. */
export function refusalCodeOf(error: unknown): SignInRefusalCode | undefined {
  if (!(error instanceof WhoError)) return undefined;
  return Object.hasOwn(MESSAGES, error.code) ? (error.code as SignInRefusalCode) : undefined;
}

const MESSAGES: Readonly<Record<SignInRefusalCode, string>> = {
  PASSWORD_EXPIRED: 'The password has expired.',
  PASSWORD_MUST_CHANGE: 'The password has to be changed first.',
  ACCOUNT_LOCKED: 'The account is locked.',
  ACCOUNT_DISABLED: 'The account is disabled.',
};
