import { Hidden } from './hidden.js';

/** What metadata providers know about a user, by name. Plugins declare the types of their own entries. */
export type Metadata = Readonly<Record<string, unknown>>;

/** What an authenticator says about genuine credentials. */
export interface Authentication {
  /** Who it is. Never empty. */
  readonly userid: string;
  /** Roles or rights that were granted along with the sign-in. */
  readonly tokens?: readonly string[] | undefined;
  /** Opaque text that an identifier keeps with the sign-in (`userdata` of an auth_tkt ticket). */
  readonly userdata?: string | undefined;
  /** What came with the sign-in itself, e.g. the attributes that a CAS server released. */
  readonly metadata?: Metadata | undefined;
}

/** A user who has been authenticated. Printing one shows the userid and where it came from, not the metadata. */
export class Identity<M extends object = Metadata> {
  readonly userid: string;
  /** Name of the identifier that found the credentials; `undefined` when a trusted layer above set the user. */
  readonly identifier: string | undefined;
  /** Name of the authenticator that accepted them. */
  readonly authenticator: string | undefined;
  readonly tokens: readonly string[];
  readonly userdata: string;
  readonly metadata: M;
  /** As of {@link Hidden}. */
  declare readonly toJSON: Hidden['toJSON'];

  constructor(authentication: Authentication, identifier?: string, authenticator?: string) {
    this.userid = authentication.userid;
    this.identifier = identifier;
    this.authenticator = authenticator;
    this.tokens = authentication.tokens ?? noTokens;
    this.userdata = authentication.userdata ?? '';
    this.metadata = (authentication.metadata ? { ...authentication.metadata } : {}) as M;
  }

  toString(): string {
    const via = this.identifier === undefined ? '' : ` via ${this.identifier}/${this.authenticator}`;
    return `[Identity ${JSON.stringify(this.userid)}${via} (metadata hidden)]`;
  }
}

/** It is one of them, but not by `extends`: every signed-in request makes an identity, and a constructor above is dear. */
Object.setPrototypeOf(Identity.prototype, Hidden.prototype);

const noTokens: readonly string[] = Object.freeze([]);
