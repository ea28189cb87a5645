import { type OutgoingHttpHeader, type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import type { ResponseHead } from '@who/core';
import type { Arguments } from './output.js';

/** Headers by lower-case name. */
export type HeaderMap = Readonly<Record<string, OutgoingHttpHeader | undefined>>;

/**
 * The headers that a response has, in copies that nobody can change.
 *
 * @param above where the framework keeps them, if not there
 */
export function copyHeaders(res: ServerResponse, above?: Record<string, OutgoingHttpHeader | undefined>): HeaderMap {
  if (!above && res.getHeaderNames().length === 0) return NONE;
  const headers = above ?? res.getHeaders();
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) headers[name] = [...value];
  }
  return headers;
}

const NONE: HeaderMap = Object.freeze(Object.create(null));

/** The status among the arguments of `writeHead`; `undefined` where Node would refuse them. */
export function statusOf(args: Arguments): number | undefined {
  const status = Number(args[0]) | 0;
  const headers = givenHeaders(args);
  const malformed = Array.isArray(headers) && !Array.isArray(headers[0]) && headers.length % 2 !== 0;
  return status < 100 || status > 999 || malformed ? undefined : status;
}

/** `writeHead(status, message?, headers?)`: what stands where the headers may be. */
function givenHeaders(args: Arguments): unknown {
  return typeof args[1] === 'string' ? args[2] : (args[2] ?? args[1]);
}

/** Headers as `writeHead` takes them: an object, a flat list, or a list of pairs. Repeated ones become a list. */
function headersGiven(args: Arguments): ReadonlyMap<string, Given> {
  const headers = givenHeaders(args);
  const given = new Map<string, Given>();
  for (const [name, value] of pairsOf(headers)) {
    if (!name) continue;
    const key = name.toLowerCase();
    const entry = given.get(key);
    if (entry) entry.values.push(value);
    else given.set(key, { name, values: [value] });
  }
  return given;
}

/** @throws what Node throws where `writeHead` is given a header that cannot be sent */
export function validateHeaders(args: Arguments): void {
  for (const { name, values } of headersGiven(args).values()) {
    validateHeaderName(name);
    for (const value of values.flat()) validateHeaderValue(name, value as string);
  }
}

interface Given {
  readonly name: string;
  readonly values: OutgoingHttpHeader[];
}

function pairsOf(headers: unknown): readonly (readonly [string, OutgoingHttpHeader])[] {
  if (typeof headers !== 'object' || headers === null) return [];
  if (!Array.isArray(headers)) return Object.entries(headers);
  if (Array.isArray(headers[0])) return headers;
  return Array.from({ length: headers.length / 2 }, (_, pair) => [headers[2 * pair], headers[2 * pair + 1]]);
}

/**
 * Moves the headers among the arguments of `writeHead` into the response, where others can be added to them, and
 * returns the arguments that are left.
 */
export function settleHeaders(res: ServerResponse, args: Arguments): Arguments {
  for (const { name, values } of headersGiven(args).values()) {
    res.setHeader(name, values.length === 1 ? (values[0] as OutgoingHttpHeader) : values.flat().map(String));
  }
  return typeof args[1] === 'string' ? args.slice(0, 2) : args.slice(0, 1);
}

/** A response's head at the moment it is committed: what was set before, and over it what `writeHead` was given. */
export class Head implements ResponseHead {
  readonly status: number;
  readonly #res: ServerResponse;
  readonly #above: HeaderMap;
  readonly #args: Arguments;
  #given: ReadonlyMap<string, Given> | undefined;

  /** @param above the headers of outer layers, whose cookies are not the application's */
  constructor(res: ServerResponse, above: HeaderMap, args: Arguments) {
    this.status = Number(args[0]) | 0;
    this.#res = res;
    this.#above = above;
    this.#args = args;
  }

  header(name: string): string | undefined {
    const values = this.#values(name.toLowerCase());
    return values.length === 0 ? undefined : values.join(', ');
  }

  get setCookies(): readonly string[] {
    const others = listOf(this.#above['set-cookie']);
    return this.#values('set-cookie').filter((cookie) => !others.includes(cookie));
  }

  #values(name: string): readonly string[] {
    this.#given ??= headersGiven(this.#args);
    const given = this.#given.get(name);
    return given ? given.values.flatMap(listOf) : listOf(this.#res.getHeader(name));
  }
}

/** A header's values as texts. */
export function listOf(value: OutgoingHttpHeader | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
