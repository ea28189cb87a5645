import type { Header, Reply } from '@who/core';
import type { PlainName } from '../codes.js';
import { PRIVATE } from './headers.js';

/** An answer for a program: empty with 200, or a code. Not 204, which some servers take for a failure. */
export type PlainAnswer = (name?: PlainName) => Reply;

export function plainAnswers(prefix: string): PlainAnswer {
  return (name) => ({
    status: name === undefined ? 200 : STATUS[name],
    headers: [...PLAIN, ...PRIVATE],
    body: name === undefined ? '' : `${prefix}_${name}`,
  });
}

/** Nothing in it is anything but text. */
export const PLAIN: readonly Header[] = [
  ['Content-Type', 'text/plain; charset=utf-8'],
  ['X-Content-Type-Options', 'nosniff'],
];

const STATUS: Readonly<Record<PlainName, number>> = {
  SIGN_IN_REQUIRED: 401,
  LOGOUT_REQUEST_INVALID: 400,
  SENDER_REFUSED: 403,
};
