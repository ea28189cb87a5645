import { CommandError } from '../command-error.js';
import { pathOf } from './headers.js';
import type { GivenRequest } from './request.js';

/**
 * Takes a request out of an HTTP archive (HAR 1.2).
 *
 * @param json in UTF-8
 * @param number which one, from 1. @default the last that has cookies
 * @throws {CommandError} when it is none, or has no such request
 */
export function requestInHar(json: Buffer, number: number | undefined): GivenRequest {
  const requests = requestsIn(json);
  if (number !== undefined) {
    const wanted = requests[number - 1];
    if (wanted) return wanted;
    throw new CommandError(`There is no entry ${number}: the archive has ${requests.length}.`);
  }
  const last = requests.findLast(({ headerLines }) => headerLines.some((name, i) => i % 2 === 0 && isCookie(name)));
  if (last) return last;
  throw new CommandError(
    `None of its ${requests.length} requests has a cookie. Browsers leave them out unless it is saved "with sensitive data". --entry N takes one without.`,
  );
}

function requestsIn(json: Buffer): GivenRequest[] {
  let archive: unknown;
  try {
    archive = JSON.parse(json.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    // What the parser says repeats a piece of it.
    throw new CommandError('It is no HTTP archive: that is JSON.');
  }
  return listAt(fieldOf(archive, 'log'), 'entries').map((entry) => {
    const request = fieldOf(entry, 'request');
    const headerLines = pairsAt(request, 'headers').flatMap(([name, value]) => linesFor(name, value));
    const cookies = pairsAt(request, 'cookies').map(([name, value]) => `${name}=${value}`);
    const isTold = headerLines.some((name, i) => i % 2 === 0 && isCookie(name));
    if (!isTold && cookies.length > 0) headerLines.push('Cookie', bytesOf(cookies.join('; ')));
    const [method, url] = [fieldOf(request, 'method'), fieldOf(request, 'url')];
    return {
      method: typeof method === 'string' ? method : 'GET',
      target: pathOf(typeof url === 'string' ? url : '/'),
      headerLines,
    };
  });
}

/** Names of HTTP/2 (`:path`) say again what the archive has; the host has another name here. */
function linesFor(name: string, value: string): string[] {
  if (name === ':authority') return ['Host', bytesOf(value)];
  return name.startsWith(':') ? [] : [name, bytesOf(value)];
}

const isCookie = (name: string): boolean => name.toLowerCase() === 'cookie';

/** Browsers write bytes as characters of latin1, and others as UTF-8. */
const bytesOf = (text: string): string =>
  /[^\0-\xff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  if (Array.isArray(list)) return list;
  throw new CommandError(`It is no HTTP archive: "${name}" is missing.`);
}

function pairsAt(request: unknown, name: string): (readonly [string, string])[] {
  const list = fieldOf(request, name);
  return (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    const [key, value] = [fieldOf(one, 'name'), fieldOf(one, 'value')];
    return typeof key === 'string' && typeof value === 'string' ? [[key, value] as const] : [];
  });
}
