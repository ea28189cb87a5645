import { trimmed } from '@who/sso';
import { badResponse } from '../errors.js';
import {
  type AttributeCollector,
  type CollectedAttributes,
  checkUser,
  collectAttributes,
  failureCode,
} from './attributes.js';
import { isObject, type Json, JsonNumber, type JsonObject, member, parseJson } from './json.js';
import type { CasOutcome } from './outcome.js';
import { type Reading, STANDARD_READING } from './reading.js';

/**
 * Reads the JSON answer of `/p3/serviceValidate` and its relatives (CAS protocol 3.0.3, section 2.5.1).
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function parseJsonResponse(
  text: string,
  reading: Pick<Reading, 'flattenAttributes'> = STANDARD_READING,
): CasOutcome {
  if (text.trimStart().startsWith('<')) throw badResponse('it is XML, so the server does not know "format": \'json\'');
  const root = parseJson(text);
  const response = isObject(root) ? member(root, 'serviceResponse') : undefined;
  if (!isObject(response)) throw badResponse('it is not a serviceResponse');

  const outcomes = OUTCOMES.filter((name) => member(response, name) != null);
  const [name] = outcomes;
  const outcome = name && member(response, name);
  if (outcomes.length !== 1) throw badResponse(`it has ${outcomes.length} outcomes instead of one`);
  if (!isObject(outcome)) throw badResponse('its outcome is no object');
  if (name === 'authenticationSuccess') return readSuccess(outcome, reading);
  return { success: false, code: failureCode(textOf(member(outcome, 'code'))) };
}

function readSuccess(success: JsonObject, { flattenAttributes }: Pick<Reading, 'flattenAttributes'>): CasOutcome {
  if (OUTCOMES.some((name) => Object.hasOwn(success, name))) throw badResponse('it has one outcome inside another');
  const user = member(success, 'user');
  const iou = member(success, 'proxyGrantingTicket');
  return {
    success: true,
    user: checkUser(typeof user === 'string' ? trimmed(user) : undefined),
    ...readAttributes(member(success, 'attributes'), flattenAttributes),
    proxies: readProxies(member(success, 'proxies')),
    pgtIou: typeof iou === 'string' ? iou : undefined,
  };
}

/** A list that cannot be read must not count as an empty one: that would be a ticket without proxies. */
function readProxies(proxies: Json | undefined): readonly string[] {
  if (proxies == null) return [];
  if (!Array.isArray(proxies)) throw badResponse('its list of proxies is no list');
  return proxies.map((proxy: Json) => {
    if (typeof proxy !== 'string') throw badResponse('its list of proxies has something else in it');
    return trimmed(proxy);
  });
}

function readAttributes(given: Json | undefined, flattens: boolean): CollectedAttributes {
  const collector = collectAttributes();
  if (isObject(given)) readMembers(given, '', flattens, collector);
  return collector.collected();
}

/** @param place names of the objects around */
function readMembers(object: JsonObject, place: string, flattens: boolean, collector: AttributeCollector): void {
  const read = (name: string, value: Json, isNested: boolean): void => {
    const text = textOf(value);
    if (text !== undefined) collector.add(name, text, place);
    else if (Array.isArray(value) && (flattens || !isNested)) for (const item of value) read(name, item, true);
    else if (isObject(value) && flattens) readMembers(value, `${place}/${name}`, flattens, collector);
    else if (value !== null) collector.leaveOut(name);
  };
  for (const [name, value] of Object.entries(object)) read(name, value, false);
}

/** What has more to it than a value, or nothing, is none. */
function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return trimmed(value);
  return value instanceof JsonNumber || typeof value === 'boolean' ? String(value) : undefined;
}

const OUTCOMES = ['authenticationSuccess', 'authenticationFailure'] as const;
