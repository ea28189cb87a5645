import { percentDecode, utf8Text } from '../ticket/bytes.js';
import { readUserid } from '../ticket/userid-type.js';
import type { Explanation } from './explanation.js';
import type { Judgement } from './judgement.js';

/** What a ticket says, by field: printed line by line, or as JSON. What is `undefined`, is left out. */
export type TicketReport = Readonly<Record<string, Value | undefined>>;
type Value = string | number | boolean | readonly string[] | readonly Readonly<Record<string, string>>[];

export interface Told {
  readonly cookieName: string;
  readonly nowSeconds: number;
  /** How many cookies of the name there were. */
  readonly count: number;
}

/** The fields of a cookie. Of its digest or MAC there is nothing in it: with that, it would be the ticket. */
export function reportOf(parts: Explanation, { cookieName, nowSeconds, count }: Told): TicketReport {
  const { format, form, timestampSeconds, tokens } = parts;
  const head = { cookieName, ...(count > 1 && { cookies: count }), format, form };
  const time = { time: timeOf(timestampSeconds), timestampSeconds, ageSeconds: nowSeconds - timestampSeconds };
  if (parts.format === 'who1') {
    const { keyId, userid, address, userdata } = parts;
    const data = userdata === undefined ? { userdataEncrypted: true } : { userdata };
    return { ...head, keyId, ...time, userid, address: address === '' ? 'any' : address, tokens, ...data };
  }
  const { digest, otherDigests, name } = parts;
  const unquoted = percentDecode(name);
  const typed = readUserid(unquoted, parts.userdata, { ...NO_KEY, useridTypes: 'pyramid' });
  return {
    ...head,
    digest,
    ...(otherDigests.length > 0 && { otherDigests }),
    ...time,
    userid: textOf(name),
    ...(unquoted !== name && { useridUnquoted: textOf(unquoted) }),
    ...(typed !== undefined && typed !== unquoted && { useridByType: textOf(typed) }),
    tokens,
    userdata: textOf(parts.userdata),
  };
}

/** The fields of a ticket that has been judged: those of the digest that has signed it, and what it says where it is genuine. */
export function judgedReport({ parts, ticket, secret, compat }: Judgement, told: Told): TicketReport {
  const report = reportOf(parts, told);
  const says = ticket && { userid: ticket.userid, tokens: ticket.tokens, userdata: ticket.userdata };
  return { ...report, ...(says && { useridUnquoted: undefined, useridByType: undefined, ...says }), secret, compat };
}

const NO_KEY = { secret: '', digest: 'sha256', compat: 'repoze' } as const;

const textOf = (bytes: string): string => utf8Text(bytes) ?? bytes;

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}

/**
 * A report as lines for a person. What somebody else wrote stands in quotes, without what a terminal would obey.
 *
 * @example
 * const nowSeconds = Math.floor(Date.now() / 1000);
 * const secrets = [process.env['WHO_SECRET'] ?? ''];
 * console.log(reportText(ticketReport('…', { secrets, cookieName: 'auth_tkt', nowSeconds })));
 */
export function reportText(report: TicketReport): string {
  const entries = Object.entries(report).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const width = Math.max(...entries.map(([name]) => labelOf(name).length));
  return entries.map(([name, value]) => `${labelOf(name).padEnd(width)}  ${shown(name, value)}\n`).join('');
}

/** A report, or an object with some, as JSON on one line, without what a terminal would obey. */
export function reportJson(report: object): string {
  return `${visible(JSON.stringify(report))}\n`;
}

const labelOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function shown(name: string, value: Value): string {
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((one) => shown(name, one as string)).join(', ');
  if (typeof value === 'string' && QUOTED.has(name)) return visible(JSON.stringify(value));
  return String(value);
}

/** Inside of JSON's quotes, in the form that JSON has for it. */
function visible(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

const QUOTED: ReadonlySet<string> = new Set(['userid', 'useridUnquoted', 'useridByType', 'tokens', 'userdata']);
