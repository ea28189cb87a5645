import { type Exchange, WhoError } from '@who/core';
import { PACKAGE } from '../errors.js';

/** Which plugin answers a request on a path of its own. The policies of other CAS plugins keep out of it. */
const answering = new WeakMap<Exchange, object>();

/** Owns all logout paths: plugins may share one, since each leaves those who came another way to the others. */
export const LOGOUT: object = {};

/** Says that a plugin answers this request. Two that claim the same path would refuse each other's tickets. */
export function claim(exchange: Exchange, owner: object): void {
  const other = answering.get(exchange);
  if (other !== undefined && other !== owner) {
    throw new WhoError('The "callbackPath" of a CAS plugin is a path of another one, too: each needs its own.', {
      code: 'BAD_OPTION',
      plugin: PACKAGE,
    });
  }
  answering.set(exchange, owner);
}

export function isAnswered(exchange: Exchange): boolean {
  return answering.has(exchange);
}
