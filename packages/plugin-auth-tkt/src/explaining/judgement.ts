import type { Facts, Reason } from '@who/core';
import type { Settings } from '../options/settings.js';
import { reasons } from '../reasons.js';
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

/** Why a ticket is refused. */
export interface Refusal {
  readonly reason: Reason;
  readonly facts?: Facts | undefined;
  /** What the ticket itself says about it: for those who have it in their hands. */
  readonly note?: string | undefined;
}

export interface Judgement {
  /** The same fields, or those of another digest, by which the ticket is signed. */
  readonly parts: Explanation;
  /** None, and it is accepted. */
  readonly refusals: readonly Refusal[];
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
  const isOther = wanted.format !== undefined && wanted.format !== parts.format;
  const facts = { format: parts.format, wanted: `${wanted.format}` };
  const format: Refusal[] = isOther ? [{ reason: reasons.TICKET_FORMAT, facts }] : [];
  return { ...found, refusals: [...format, ...found.refusals, ...refusalsOfTime(parts.timestampSeconds, wanted)] };
}

function refusalsOfTime(timestampSeconds: number, { nowSeconds, timeoutSeconds, clockSkewSeconds }: Wanted): Refusal[] {
  const age = nowSeconds - timestampSeconds;
  if (age > timeoutSeconds) {
    return [{ reason: reasons.TICKET_TIMED_OUT, facts: { seconds: age - timeoutSeconds, timeoutSeconds } }];
  }
  if (age >= -clockSkewSeconds) return [];
  return [{ reason: reasons.TICKET_FUTURE, facts: { seconds: -age, clockSkewSeconds } }];
}

function judgeAuthTkt(value: string, parts: AuthTktParts, wanted: Wanted): Judgement {
  const found = signatureOf(parts, wanted);
  if (found === undefined) {
    return { ...NOTHING, parts, refusals: [{ reason: reasons.TICKET_UNKNOWN_SECRET }] };
  }
  const { key, secret, client } = found;
  const signed = key.digest === parts.digest ? parts : explain(value, wanted.nowSeconds, key.digest);
  const refusals: Refusal[] = [];
  if (wanted.digest !== undefined && key.digest !== wanted.digest) {
    refusals.push({ reason: reasons.TICKET_DIGEST, facts: { digest: key.digest, wanted: wanted.digest } });
  }
  if (wanted.compat !== undefined && key.compat !== wanted.compat) {
    refusals.push({ reason: reasons.TICKET_COMPAT, facts: { compat: key.compat, wanted: wanted.compat } });
  }
  if (wanted.address !== undefined && client !== ipv4Of(wanted.address)) {
    refusals.push({ reason: reasons.TICKET_ADDRESS, note: addressNote(ANYWHERE, wanted.address) });
  }
  const ticket = parseTicket(parts.bytes, key, client);
  if (ticket === undefined) refusals.push({ reason: reasons.TICKET_UNFIT });
  return { parts: signed instanceof Malformed ? parts : signed, refusals, secret, compat: key.compat, ticket };
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
      const refusals: Refusal[] = [];
      if (audience !== wanted.audience) refusals.push({ reason: reasons.TICKET_AUDIENCE });
      const reading = parseWho1(value, key, parts.address, 0, 0xffffffff);
      if (reading === undefined)
        return { ...NOTHING, parts, secret: i + 1, refusals: [{ reason: reasons.TICKET_ALTERED }] };
      const place = address === undefined ? ANYWHERE : addressOf(address);
      if (place !== parts.address) {
        refusals.push({ reason: reasons.TICKET_ADDRESS, note: addressNote(parts.address, address) });
      }
      return { ...NOTHING, parts, refusals, secret: i + 1, ticket: reading.ticket };
    }
  }
  const note = `Its key is ${parts.keyId}.`;
  return { ...NOTHING, parts, refusals: [{ reason: reasons.TICKET_UNKNOWN_KEY, note }] };
}

function addressNote(bound: string, address: string | undefined): string {
  if (bound === ANYWHERE) return 'It is bound to no address, and it has to be for this one.';
  return address === undefined
    ? `It is bound to ${bound}; give --address.`
    : `It is bound to ${bound}, and to no other.`;
}

const NOTHING = { secret: undefined, compat: undefined, ticket: undefined };
