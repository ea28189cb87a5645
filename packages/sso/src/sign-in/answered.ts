import { type Exchange, WhoError } from '@who/core';
import type { Names } from '../naming.js';

/** Which plugin answers a request on a path of its own. The policies of other plugins keep out of it. */
const answering = new WeakMap<Exchange, object>();

/** Owns all logout paths: plugins may share one, since each leaves those who came another way to the others. */
export const LOGOUT: object = {};

/** Says that a plugin answers this request. Two that claim the same path would refuse each other's answers. */
export function claim(exchange: Exchange, owner: object, names: Names): void {
  const other = answering.get(exchange);
  if (other !== undefined && other !== owner) {
    const plugin = names.package;
    const problem = `The "callbackPath" of a ${names.prefix} plugin is a path of another one, too: each needs its own.`;
    throw new WhoError(problem, { code: 'BAD_OPTION', plugin });
  }
  answering.set(exchange, owner);
}

export function isAnswered(exchange: Exchange): boolean {
  return answering.has(exchange);
}
