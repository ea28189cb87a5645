import { badResponse } from '../errors.js';
import { checkUser, collectAttributes, failureCode } from './attributes.js';
import { isObject, type Json, type JsonObject, member, parseJson } from './json.js';
import type { CasAttributes, CasOutcome } from './outcome.js';

/**
 * Reads the JSON answer of `/p3/serviceValidate` and its relatives (CAS protocol 3.0.3, section 2.5.1).
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function parseJsonResponse(text: string): CasOutcome {
  if (text.trimStart().startsWith('<')) throw badResponse('it is XML, so the server does not know "format": \'json\'');
  const root = parseJson(text);
  const response = isObject(root) ? member(root, 'serviceResponse') : undefined;
  if (!isObject(response)) throw badResponse('it is not a serviceResponse');

  const outcomes = OUTCOMES.filter((name) => member(response, name) != null);
  const [name] = outcomes;
  const outcome = name && member(response, name);
  if (outcomes.length !== 1) throw badResponse(`it has ${outcomes.length} outcomes instead of one`);
  if (!isObject(outcome)) throw badResponse('its outcome is no object');
  if (name === 'authenticationSuccess') return readSuccess(outcome);
  return { success: false, code: failureCode(textOf(member(outcome, 'code'))) };
}

function readSuccess(success: JsonObject): CasOutcome {
  if (OUTCOMES.some((name) => Object.hasOwn(success, name))) throw badResponse('it has one outcome inside another');
  const user = member(success, 'user');
  const iou = member(success, 'proxyGrantingTicket');
  return {
    success: true,
    user: checkUser(typeof user === 'string' ? user.trim() : undefined),
    attributes: readAttributes(member(success, 'attributes')),
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
    return proxy.trim();
  });
}

function readAttributes(given: Json | undefined): CasAttributes {
  const { attributes, add } = collectAttributes();
  for (const [name, values] of isObject(given) ? Object.entries(given) : []) {
    for (const value of [values].flat()) add(name, textOf(value));
  }
  return attributes;
}

/** What has more to it than a value, or nothing, is left out. */
function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const OUTCOMES = ['authenticationSuccess', 'authenticationFailure'] as const;
