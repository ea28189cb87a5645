import type { Settings } from '../options/settings.js';
import { percentDecode } from '../ticket/bytes.js';
import { DIGEST_LENGTH, type Digest, digestOf, hasDigest } from '../ticket/digest.js';
import { ANY_ADDRESS, addressOf, ipv4Of } from '../ticket/ip-address.js';
import { type Compat, parseTicket, type Ticket, type TicketKey } from '../ticket/ticket.js';
import { ANYWHERE, parseWho1 } from '../who1/who1.js';
import { who1Key } from '../who1/who1-key.js';
import { type AuthTktParts, type Explanation, explain, Malformed, type Who1Parts } from './explanation.js';

/** What is wanted of a ticket. What is `undefined`, may be anything. */
export interface Wanted extends Pick<Settings, 'timeoutSeconds' | 'clockSkewSeconds'> {
  readonly secrets: readonly string[];
  readonly format: Explanation['format'] | undefined;
  readonly digest: Digest | undefined;
  readonly compat: Compat | undefined;
  readonly useridTypes: 'pyramid' | undefined;
  readonly cookieName: string;
  readonly audience: string | undefined;
  /** The client's; `undefined` where tickets are bound to none. */
  readonly address: string | undefined;
  readonly nowSeconds: number;
}

export type ReasonCode =
  | 'malformed'
  | 'format'
  | 'digest'
  | 'compat'
  | 'unknown-secret'
  | 'audience'
  | 'altered'
  | 'address'
  | 'timed-out'
  | 'future'
  | 'unfit';

/** Why a ticket is refused. */
export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
}

export interface Judgement {
  /** The same fields, or those of another digest, by which the ticket is signed. */
  readonly parts: Explanation;
  /** None, and it is accepted. */
  readonly reasons: readonly Reason[];
  /** Which of the secrets has signed it, from 1. */
  readonly secret: number | undefined;
  readonly compat: Compat | undefined;
  /** What it says, where it is genuine. */
  readonly ticket: Ticket | undefined;
}

/**
 * Finds everything for which a ticket is refused.
 *
 * @param value as bytes, one character for each (latin1)
 */
export function judge(value: string, wanted: Wanted): Judgement | Malformed {
  const explained = explain(value, wanted.nowSeconds);
  if (explained instanceof Malformed) return explained;
  const found =
    explained.format === 'who1' ? judgeWho1(value, explained, wanted) : judgeAuthTkt(value, explained, wanted);
  const { parts } = found;
  const format: Reason[] =
    wanted.format === undefined || wanted.format === parts.format
      ? []
      : [{ code: 'format', message: `It has the format ${parts.format}, and ${wanted.format} is wanted.` }];
  return { ...found, reasons: [...format, ...found.reasons, ...reasonsOfTime(parts.timestampSeconds, wanted)] };
}

function reasonsOfTime(timestampSeconds: number, { nowSeconds, timeoutSeconds, clockSkewSeconds }: Wanted): Reason[] {
  const age = nowSeconds - timestampSeconds;
  if (age > timeoutSeconds) {
    return [
      { code: 'timed-out', message: `It timed out ${age - timeoutSeconds} s ago, at ${timeoutSeconds} s of age.` },
    ];
  }
  if (age >= -clockSkewSeconds) return [];
  return [{ code: 'future', message: `It is from ${-age} s ahead, and a clock may be ${clockSkewSeconds} s ahead.` }];
}

function judgeAuthTkt(value: string, parts: AuthTktParts, wanted: Wanted): Judgement {
  const found = signatureOf(parts, wanted);
  if (found === undefined) {
    const message = wanted.address === undefined ? NOT_SIGNED : NOT_SIGNED_HERE;
    return { ...NOTHING, parts, reasons: [{ code: 'unknown-secret', message }] };
  }
  const { key, secret, client } = found;
  const signed = key.digest === parts.digest ? parts : explain(value, wanted.nowSeconds, key.digest);
  const reasons: Reason[] = [];
  if (wanted.digest !== undefined && key.digest !== wanted.digest) {
    reasons.push({ code: 'digest', message: `It is signed with ${key.digest}, and ${wanted.digest} is wanted.` });
  }
  if (wanted.compat !== undefined && key.compat !== wanted.compat) {
    reasons.push({
      code: 'compat',
      message: `Its userid is written as "${key.compat}" does, and not "${wanted.compat}".`,
    });
  }
  if (wanted.address !== undefined && client !== ipv4Of(wanted.address)) {
    reasons.push({ code: 'address', message: 'It is bound to no address, and it has to be for this one.' });
  }
  const ticket = parseTicket(parts.bytes, key, client);
  if (ticket === undefined) reasons.push({ code: 'unfit', message: UNFIT });
  return { parts: signed instanceof Malformed ? parts : signed, reasons, secret, compat: key.compat, ticket };
}

/** Who has signed it, and how: what is wanted is tried first. */
function signatureOf(
  parts: AuthTktParts,
  { secrets, digest, compat, useridTypes, address }: Wanted,
): { readonly key: TicketKey; readonly secret: number; readonly client: string } | undefined {
  const digests = first<Digest>(digest, ['sha512', 'sha256', 'md5']);
  const clients = first(ipv4Of(address), [ANY_ADDRESS]);
  for (const each of digests) {
    for (const reading of first<Compat>(compat, ['repoze', 'mod_auth_tkt'])) {
      for (const client of clients) {
        const index = secrets.findIndex((secret) => isSigned(parts, { secret, digest: each, compat: reading }, client));
        if (index === -1) continue;
        const types = reading === 'repoze' ? useridTypes : undefined;
        const key = { secret: secrets[index] as string, digest: each, compat: reading, useridTypes: types };
        return { key, secret: index + 1, client };
      }
    }
  }
  return undefined;
}

const first = <T>(wanted: T | undefined, all: readonly T[]): readonly T[] =>
  wanted === undefined ? all : [wanted, ...all.filter((one) => one !== wanted)];

function isSigned({ bytes, ...parts }: AuthTktParts, { secret, digest, compat }: TicketKey, client: string): boolean {
  const start = DIGEST_LENGTH[digest] + 8;
  const behindName = bytes.indexOf('!', start);
  if (behindName === -1) return false;
  const name = bytes.slice(start, behindName);
  const userid = compat === 'repoze' ? percentDecode(name) : name;
  const time = Number.parseInt(bytes.slice(start - 8, start), 16);
  const fields = `${userid}\0${parts.tokenBytes}\0${parts.userdata}`;
  return hasDigest(bytes, digest, digestOf(digest, secret, client, time, fields));
}

function judgeWho1(value: string, parts: Who1Parts, wanted: Wanted): Judgement {
  const { secrets, cookieName, address } = wanted;
  const audiences = first(wanted.audience, [undefined]);
  for (const audience of audiences) {
    for (const [i, secret] of secrets.entries()) {
      const key = who1Key(secret, { cookieName, audience });
      if (key.id !== parts.keyId) continue;
      const reasons: Reason[] = [];
      if (audience !== wanted.audience) reasons.push({ code: 'audience', message: NO_AUDIENCE });
      const reading = parseWho1(value, key, parts.address, 0, 0xffffffff);
      if (reading === undefined) return { ...NOTHING, parts, secret: i + 1, reasons: [ALTERED] };
      const place = address === undefined ? ANYWHERE : addressOf(address);
      if (place !== parts.address) reasons.push({ code: 'address', message: addressMessage(parts.address, address) });
      return { ...NOTHING, parts, reasons, secret: i + 1, ticket: reading.ticket };
    }
  }
  return { ...NOTHING, parts, reasons: [{ code: 'unknown-secret', message: `${NO_KEY} ${parts.keyId}.` }] };
}

function addressMessage(bound: string, address: string | undefined): string {
  if (bound === ANYWHERE) return 'It is bound to no address, and it has to be for this one.';
  return address === undefined
    ? `It is bound to ${bound}; give --address.`
    : `It is bound to ${bound}, and to no other.`;
}

const NOT_SIGNED =
  'None of the secrets has signed it as it stands, for no address: the secret is another one, the ticket has been altered, or it is bound to an address (give --address).';
const NOT_SIGNED_HERE =
  'None of the secrets has signed it as it stands, neither for this address nor for none: the secret is another one, the ticket has been altered, or it is for another address.';
const UNFIT =
  'It is genuine, and says what no ticket may say here: a userid that is empty, no UTF-8 or not of its type, or control characters.';
const NO_AUDIENCE = 'It is for nobody in particular, and not for this audience.';
const ALTERED: Reason = {
  code: 'altered',
  message: 'One of the secrets has made its key, and its MAC is wrong: it has been altered or cut off.',
};
const NOTHING = { secret: undefined, compat: undefined, ticket: undefined };
const NO_KEY = 'None of the secrets, with this name of the cookie and this audience, has the key';
