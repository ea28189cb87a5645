import { MAC_BYTES } from '@who/secrets';
import { decodeCookieValue, decodePythonCookieValue } from '../cookie/cookie-value.js';
import { base64Bytes, hexValue, percentDecode, utf8Text } from '../ticket/bytes.js';
import { DIGEST_LENGTH, type Digest } from '../ticket/digest.js';
import { canonicalLength, FIELDS_AT, readFields, TIME_AT } from '../who1/layout.js';
import { VERSION } from '../who1/who1-key.js';

/** What a cookie says, whoever has signed it. */
export type Explanation = AuthTktParts | Who1Parts;

interface Parts {
  /** How the ticket stands in the cookie. */
  readonly form: string;
  readonly timestampSeconds: number;
  readonly tokens: readonly string[];
}

/** A ticket of `auth_tkt`, with its fields as bytes, one character for each (latin1). */
export interface AuthTktParts extends Parts {
  readonly format: 'auth_tkt';
  readonly bytes: string;
  readonly digest: Digest;
  /** Others of which it could be, since a userid may begin with hexadecimal digits. */
  readonly otherDigests: readonly Digest[];
  /** As it stands there. */
  readonly name: string;
  readonly tokenBytes: string;
  readonly userdata: string;
}

export interface Who1Parts extends Parts {
  readonly format: 'who1';
  readonly keyId: string;
  readonly userid: string;
  /** Empty where it is bound to none. */
  readonly address: string;
  /** `undefined` where it is encrypted. */
  readonly userdata: string | undefined;
}

/** Why a cookie's value is no ticket, and where. */
export class Malformed {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/**
 * Takes a cookie's value apart.
 *
 * @param value as bytes, one character for each (latin1)
 * @param digest what it is signed by, where that is known. @default what its length and time say
 */
export function explain(value: string, nowSeconds: number, digest?: Digest): Explanation | Malformed {
  if (value === '') return new Malformed('There is nothing in it.');
  if (value.length > MAX_BYTES)
    return new Malformed(`It has ${value.length} bytes, and no browser keeps more than 4,096.`);
  if (value.startsWith(VERSION)) return explainWho1(value);
  const found = foundIn(value);
  return found instanceof Malformed ? found : explainAuthTkt(found, nowSeconds, digest);
}

function foundIn(value: string): { readonly bytes: string; readonly form: string } | Malformed {
  const start = value.startsWith('"') ? 1 : 0;
  const bare = value.slice(start, value.length > start && value.endsWith('"') ? -1 : undefined);
  const around = bare === value ? '' : ', in double quotes';
  const python = decodePythonCookieValue(value);
  if (python !== undefined) return { bytes: python, form: `quoted as Python does${around}` };
  const bytes = decodeCookieValue(value);
  if (bytes === undefined) return new Malformed(whyNotFound(percentDecode(bare)));
  if (bytes === bare) return { bytes, form: `as it is${around}` };
  return { bytes, form: `${bytes === percentDecode(bare) ? 'URL-quoted' : 'base64'}${around}` };
}

function whyNotFound(text: string): string {
  if (base64Bytes(text) !== undefined)
    return 'It is base64, and there is no "!" behind a userid in what that stands for.';
  const odd = text.search(/[^A-Za-z0-9+/=]/);
  if (odd === -1) return 'It has no "!" behind a userid, and it is no base64 either: letters are missing or too many.';
  const what = /[-_]/.test(text.charAt(odd)) ? ', as in base64 for URLs, which nobody reads' : '';
  return `It has no "!" behind a userid, and it is no base64 either: that has no such character as number ${odd + 1}${what}.`;
}

function explainAuthTkt(
  { bytes, form }: { readonly bytes: string; readonly form: string },
  nowSeconds: number,
  wanted: Digest | undefined,
): AuthTktParts | Malformed {
  const [digits = ''] = /^[0-9a-f]*/i.exec(bytes) ?? [];
  const possible = DIGESTS.filter((each) => digits.length >= DIGEST_LENGTH[each] + 8);
  if (possible.length === 0 || (wanted !== undefined && !possible.includes(wanted))) {
    return new Malformed(
      `It begins with ${digits.length} hexadecimal digits; digest and time have ${lengthsOf(wanted)}.`,
    );
  }
  const timeOf = (each: Digest): number => hexValue(bytes, DIGEST_LENGTH[each], DIGEST_LENGTH[each] + 8) ?? 0;
  const isLikely = (each: Digest): boolean => timeOf(each) > YEAR_2000 && timeOf(each) <= nowSeconds + DAY;
  const digest = wanted ?? possible.find(isLikely) ?? (possible[0] as Digest);
  if (/[A-F]/.test(digits.slice(0, DIGEST_LENGTH[digest]))) {
    return new Malformed('Its digest has letters in upper case: nobody reads that.');
  }

  const start = DIGEST_LENGTH[digest] + 8;
  const first = bytes.indexOf('!', start);
  if (first === -1) return new Malformed(`There is no "!" behind the userid, which begins at byte ${start + 1}.`);
  const second = bytes.indexOf('!', first + 1);
  const tokenBytes = second === -1 ? '' : bytes.slice(first + 1, second);
  return {
    format: 'auth_tkt',
    form,
    bytes,
    digest,
    otherDigests: wanted ? [] : possible.filter((each) => each !== digest && isLikely(each)),
    timestampSeconds: timeOf(digest),
    name: bytes.slice(start, first),
    tokenBytes,
    tokens: (utf8Text(tokenBytes) ?? tokenBytes).split(',').filter((token) => token !== ''),
    userdata: bytes.slice((second === -1 ? first : second) + 1),
  };
}

function lengthsOf(digest: Digest | undefined): string {
  if (digest !== undefined) return `${DIGEST_LENGTH[digest] + 8}`;
  return DIGESTS.map((each) => `${DIGEST_LENGTH[each] + 8} (${each})`).join(', ');
}

function explainWho1(value: string): Who1Parts | Malformed {
  const odd = value.search(/[^\w-]/);
  if (odd !== -1) return new Malformed(`Character ${odd + 1} is none of base64 for URLs.`);
  const length = canonicalLength(value);
  if (length === undefined)
    return new Malformed('It is no base64 for URLs: it has been cut off, or altered at its end.');
  if (length < FIELDS_AT + MAC_BYTES) return new Malformed('It is too short for a ticket: it has been cut off.');
  const message = Buffer.from(value, 'base64url').subarray(0, -MAC_BYTES);
  const fields = readFields(message, 0);
  if (fields === undefined) return new Malformed('Its fields do not have the form that they are written in.');
  const { userid, address, tokens, isEncrypted, userdata } = fields;
  return {
    format: 'who1',
    form: 'base64 for URLs',
    keyId: value.slice(VERSION.length, VERSION.length + 4),
    timestampSeconds: message.readUInt32BE(TIME_AT),
    userid,
    address,
    tokens,
    userdata: isEncrypted ? undefined : userdata,
  };
}

/** The longest first: what is one of a long digest could always be one of a short one, of another time. */
const DIGESTS: readonly Digest[] = ['sha512', 'sha256', 'md5'];
const MAX_BYTES = 4096;
const YEAR_2000 = 946_684_800;
const DAY = 86_400;
