import { coreError, type WhoError } from '../contract/errors.js';

/**
 * Whether a request target has one of the forms that a server is asked for its own resources by: the origin form, and
 * `*` of OPTIONS (RFC 9112, section 3.2). A request with any other has to be refused before anybody parses it, because
 * whatever else reads it (a front end, a framework) reads it in its own way.
 *
 * @param target as it came: never resolved, decoded or shortened
 */
export function isTarget(method: string | undefined, target: string | undefined): target is string {
  return target?.charCodeAt(0) === SLASH || (target === '*' && method === 'OPTIONS');
}

/** The refusal of a request of which {@link isTarget} says no. */
export function badTarget(): WhoError {
  return coreError('BAD_TARGET', 'The target is neither a path nor the "*" of OPTIONS: this server is no proxy.', 400);
}

const SLASH = 0x2f;
