import { Control } from 'ldapts';
import { BerReader, TAG } from '../wire/ber.js';

/** What a directory says about a password besides whether it is right. */
export interface PolicyAnswer {
  readonly expiresInSeconds?: number;
  readonly graceLoginsLeft?: number;
  /** 0 expired, 1 locked, 2 has to be changed; others concern changes. */
  readonly error?: number;
}

/** Asks for it along with a bind (draft-behera-ldap-password-policy-10, section 6.1). Servers that do not know it pass over it. */
export const askForPolicy: Control = new Control('1.3.6.1.4.1.42.2.27.8.5.1');

/** What came with the result of a bind; also the two older controls of Netscape's servers, which nobody asks for. */
export function policyIn(controls: ReadonlyMap<string, Buffer>): PolicyAnswer {
  const policy = controls.get(askForPolicy.type);
  if (policy) return readPolicy(policy);
  if (controls.has(NETSCAPE_EXPIRED)) return { error: 2 };
  const seconds = Number(controls.get(NETSCAPE_EXPIRING)?.toString() ?? Number.NaN);
  return Number.isInteger(seconds) ? { expiresInSeconds: seconds } : {};
}

/** The same draft, section 6.2. */
function readPolicy(value: Buffer): PolicyAnswer {
  const reader = new BerReader(value).inside(TAG.sequence);
  const warning = reader.tag === WARNING ? reader.inside(WARNING) : undefined;
  const error = reader.tag === ERROR ? reader.int(ERROR) : undefined;
  return {
    ...(warning?.tag === EXPIRES && { expiresInSeconds: warning.int(EXPIRES) }),
    ...(warning?.tag === GRACE && { graceLoginsLeft: warning.int(GRACE) }),
    ...(error !== undefined && { error }),
  };
}

const WARNING = 0xa0;
const EXPIRES = 0x80;
const GRACE = 0x81;
const ERROR = 0x81;
const NETSCAPE_EXPIRED = '2.16.840.1.113730.3.4.4';
const NETSCAPE_EXPIRING = '2.16.840.1.113730.3.4.5';
