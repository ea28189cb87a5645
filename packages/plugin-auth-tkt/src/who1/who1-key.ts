import { hkdfSync } from 'node:crypto';
import { Hidden } from '@who/core';
import { type Encryption, encryption, HmacSha256 } from '@who/secrets';

/** What a key is good for, besides the secret. */
export interface Who1Use {
  /** Tickets of one cookie are none in another. */
  readonly cookieName: string;
  /** For whom tickets are: those for another audience are none here. @default nobody in particular */
  readonly audience?: string | undefined;
  /** Whether new tickets have their userdata encrypted; all that are can be read either way. @default false */
  readonly encryptUserdata?: boolean | undefined;
}

/** What tickets of `who1` are signed with; made by {@link who1Key}. Never printed. */
export class Who1Key extends Hidden {
  /** Tells the keys apart, and stands in each ticket: 4 letters of base64url, derived from the secret and the use. */
  readonly id: string;
  /** What each ticket begins with. */
  readonly head: string;
  readonly encryptUserdata: boolean;
  readonly hmac: HmacSha256;
  readonly #secret: string;
  readonly #use: Who1Use;
  #encryption: Encryption | undefined;

  constructor(secret: string, use: Who1Use) {
    super();
    this.#secret = secret;
    this.#use = use;
    this.id = this.#derive('id', 3).toString('base64url');
    this.head = VERSION + this.id;
    this.encryptUserdata = use.encryptUserdata === true;
    this.hmac = new HmacSha256(this.#derive('sign', 32), Buffer.from(this.head, 'base64url'));
  }

  /** For the userdata, and made when there is some to encrypt or to read. */
  get encryption(): Encryption {
    this.#encryption ??= encryption([{ id: this.id, secret: this.#derive('encrypt', 32) }]);
    return this.#encryption;
  }

  /** HKDF-SHA-256 (RFC 5869): nothing that is derived says anything about the secret, or about what else is. */
  #derive(purpose: string, bytes: number): Buffer {
    const { cookieName, audience = '' } = this.#use;
    const info = JSON.stringify(['@who/plugin-auth-tkt', VERSION, purpose, cookieName, audience]);
    return Buffer.from(hkdfSync('sha256', this.#secret, '', info, bytes));
  }
}

/**
 * The key for the tickets of one cookie and audience, derived from a secret.
 *
 * @param secret at least 32 random bytes. Whoever has it can sign in as anybody
 * @example
 * const key = who1Key(process.env['WHO_SECRET'] ?? '', { cookieName: 'auth_tkt' });
 */
export function who1Key(secret: string, use: Who1Use): Who1Key {
  return new Who1Key(secret, use);
}

/** The letters of the version. No ticket of mod_auth_tkt's format begins with them, plain or in base64. */
export const VERSION = 'who1';
