import { Credentials } from '@who/core';
import type { FoundHeaders } from './headers/header-table.js';

/** What a trusted front end says about a user, as it was sent. Only the plugin that read it believes it. */
export class HeaderSsoCredentials extends Credentials {
  /** What the first user header that is not empty says. */
  readonly user: string;
  /** The values of all headers of the front end. */
  readonly values: FoundHeaders['values'];
  readonly owner: object;

  constructor(user: string, values: FoundHeaders['values'], owner: object) {
    super();
    this.user = user;
    this.values = values;
    this.owner = owner;
  }
}
