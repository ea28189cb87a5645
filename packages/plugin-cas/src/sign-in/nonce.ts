import { randomBytes } from 'node:crypto';

/** Why a browser is sent to CAS; it can be told when its cookie has been lost, too. */
export type Errand =
  /** Somebody wants to sign in. */
  | 'sign-in'
  /** The same, after an attempt whose state was lost. */
  | 'once more'
  /** Only to see whether CAS knows them already. */
  | 'gateway';

/** What the text says that names a sign-in. Anybody can make one up: a sign-in counts only with its cookie. */
export interface Nonce {
  readonly errand: Errand;
  /** Whether it began at a host that is no public one, so that the cookie may stay behind there. */
  readonly elsewhere: boolean;
  /** Seconds since 1970. */
  readonly begunAt: number;
}

/** 128 random bits, and what {@link readNonce} finds: for the log, and for what becomes of a sign-in without its cookie. */
export function makeNonce({ errand, elsewhere, begunAt }: Nonce): string {
  const letter = LETTERS[errand];
  const random = randomBytes(16).toString('base64url');
  return `${elsewhere ? letter.toLowerCase() : letter}${random}${begunAt.toString(36)}`;
}

/** @returns `undefined` for what {@link makeNonce} has not made */
export function readNonce(text: string): Nonce | undefined {
  const [, letter = '', begunAt = ''] = NONCE.exec(text) ?? [];
  const errand = ERRANDS[letter.toUpperCase()];
  return errand && { errand, elsewhere: letter !== letter.toUpperCase(), begunAt: Number.parseInt(begunAt, 36) };
}

const NONCE = /^([a-z])[\w-]{22}([\da-z]{1,9})$/i;
const LETTERS: Readonly<Record<Errand, string>> = { 'sign-in': 'S', 'once more': 'M', gateway: 'G' };
const ERRANDS: Readonly<Record<string, Errand | undefined>> = { S: 'sign-in', M: 'once more', G: 'gateway' };
