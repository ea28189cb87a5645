import { Hidden } from './hidden.js';

/**
 * What an identifier found in a request: a claim, not yet an identity. Never printed (see {@link Hidden}).
 *
 * Passwords travel as {@link PasswordCredentials}, so that any password authenticator understands any identifier.
 * A plugin that has credentials of its own kind extends this class and recognises them with `instanceof`:
 *
 * @example
 * class TokenCredentials extends Credentials {
 *   readonly token: string;
 *   constructor(token: string) {
 *     super();
 *     this.token = token;
 *   }
 * }
 */
export abstract class Credentials extends Hidden {
  /**
   * The browser keeps these for as long as it has to: where their finder accepts them, too, it is not asked to remember.
   */
  declare readonly remembered?: boolean | undefined;
}

/** A login name and a password, as a login form or Basic authentication delivers them. */
export class PasswordCredentials extends Credentials {
  readonly login: string;
  readonly password: string;

  constructor(login: string, password: string) {
    super();
    this.login = login;
    this.password = password;
  }
}
