import { Credentials } from '@who/core';

/** A bearer token or API key, as a request carried it, or as an application passes it to `login`. */
export class ApiTokenCredentials extends Credentials {
  readonly token: string;

  constructor(token: string) {
    super();
    this.token = token;
  }
}
