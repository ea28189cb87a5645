import { type Authenticator, Credentials, type Identifier, Identity, type Metadata } from '@who/core';
import { fakeRequest } from '@who/testkit';

/** A user; with attributes only where the authenticator has released some with this request. */
export function user(userid: string, attributes?: unknown): Identity {
  return new Identity({ userid, ...(attributes === undefined ? {} : { metadata: { attributes } }) }, 'cas', 'cas');
}

class Claim extends Credentials {
  readonly userid: string;
  readonly metadata: Metadata;

  constructor(userid: string, released: string | undefined) {
    super();
    this.userid = userid;
    this.metadata = released === undefined ? {} : { attributes: JSON.parse(released) };
  }
}

/** Believes the header `x-user`; releases what `x-released` says, as a CAS plugin does at sign-in. */
export function believer(): Identifier & Authenticator {
  return {
    identify(exchange) {
      const userid = exchange.header('x-user');
      return userid === undefined ? undefined : new Claim(userid, exchange.header('x-released'));
    },
    authenticate: (_exchange, credentials) => (credentials instanceof Claim ? credentials : undefined),
    remember: () => undefined,
    forget: () => undefined,
  };
}

/** A request of somebody whom the {@link believer} believes. */
export function requestOf(userid: string, released?: object): ReturnType<typeof fakeRequest> {
  const headers = { 'x-user': userid, ...(released && { 'x-released': JSON.stringify(released) }) };
  return fakeRequest({ headers });
}
