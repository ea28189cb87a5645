import { Identity } from '@who/core';

/** An identity that is to be remembered for so long, whatever the rememberer's own limit is. */
export class LastingIdentity extends Identity {
  /** In seconds, under repoze.who's name. */
  readonly maxAge: number;

  constructor(identity: Identity, maxAge: number) {
    super(identity, identity.identifier, identity.authenticator);
    this.maxAge = maxAge;
  }
}
