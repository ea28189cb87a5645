import { type Exchange, WhoError } from '@who/core';
import { PACKAGE } from './errors.js';

/** Which plugin answers a request that signs somebody in. */
const answering = new WeakMap<Exchange, object>();

/**
 * Says that a plugin answers this request: two that do would each check the same password.
 *
 * @throws {WhoError} BAD_OPTION
 */
export function claim(exchange: Exchange, owner: object): void {
  const other = answering.get(exchange);
  if (other !== undefined && other !== owner) {
    throw new WhoError(
      'Two form plugins answer this request: each needs a "loginFormUrl", "loginHandlerPath" or "loginFormQs" of its own.',
      { code: 'BAD_OPTION', plugin: PACKAGE },
    );
  }
  answering.set(exchange, owner);
}
