import { Credentials } from '@who/core';
import type { Arrival } from './protocol.js';
import type { SignIn } from './sign-in/sign-in.js';

/** What a browser brought back, for the plugin to check that sent it there. */
export class SsoCredentials<Answer = unknown> extends Credentials implements Arrival<Answer> {
  readonly answer: Answer;
  readonly signIn: SignIn | undefined;
  readonly callbackUrl: string;
  /** The plugin that sent the browser there. Others of the same application leave the answer alone. */
  readonly owner: object;

  constructor({ answer, signIn, callbackUrl }: Arrival<Answer>, owner: object) {
    super();
    this.answer = answer;
    this.signIn = signIn;
    this.callbackUrl = callbackUrl;
    this.owner = owner;
  }
}
