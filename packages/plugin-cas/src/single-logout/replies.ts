import type { Exchange, Reply } from '@who/core';
import { type CasPlainCode, PACKAGE } from '../errors.js';

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
  exchange.logger.warn(
    `[${PACKAGE}] ${exchange.remoteAddress} said something in the CAS server's name, and is not in "casAddresses".`,
  );
  return plainAnswer('CAS_SENDER_REFUSED');
}

const STATUS: Readonly<Record<CasPlainCode, number>> = {
  CAS_SIGN_IN_REQUIRED: 401,
  CAS_LOGOUT_REQUEST_INVALID: 400,
  CAS_SENDER_REFUSED: 403,
};
