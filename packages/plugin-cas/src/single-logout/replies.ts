import type { Exchange, Reply } from '@who/core';
import type { CasPlainCode } from '../errors.js';
import { logRefusal } from '../refusals.js';

/** An answer for a program: empty with 200, or a code. Not 204, which some CAS servers take for a failure. */
export function plainAnswer(code?: CasPlainCode): Reply {
  return {
    status: code === undefined ? 200 : STATUS[code],
    headers: [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Cache-Control', 'no-store'],
      ['Referrer-Policy', 'no-referrer'],
    ],
    body: code ?? '',
  };
}

/** For who is not at one of `casAddresses`. */
export function refuseSender(exchange: Exchange): Reply {
  return refuse(exchange, 'CAS_SENDER_REFUSED', `${exchange.remoteAddress} is not in "casAddresses"`);
}

/** For a logout request that cannot be used. */
export function refuseRequest(exchange: Exchange, reason: string): Reply {
  return refuse(exchange, 'CAS_LOGOUT_REQUEST_INVALID', reason);
}

function refuse(exchange: Exchange, code: CasPlainCode, reason: string): Reply {
  logRefusal(exchange, code, reason);
  return plainAnswer(code);
}

const STATUS: Readonly<Record<CasPlainCode, number>> = {
  CAS_SIGN_IN_REQUIRED: 401,
  CAS_LOGOUT_REQUEST_INVALID: 400,
  CAS_SENDER_REFUSED: 403,
};
