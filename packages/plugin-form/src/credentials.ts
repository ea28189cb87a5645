import { Credentials } from '@who/core';
import type { Typed } from './reading/typed.js';

/**
 * What somebody typed. No authenticator knows credentials of this kind: the answer to the request signs in by them, so
 * that it is the one to say what came of it.
 */
export class FormCredentials extends Credentials implements Typed {
  readonly login: string;
  readonly password: string;
  readonly cameFrom: string | undefined;
  readonly remember: boolean;

  constructor({ login, password, cameFrom, remember }: Typed) {
    super();
    this.login = login;
    this.password = password;
    this.cameFrom = cameFrom;
    this.remember = remember;
  }
}
