import type { Exchange, Reply } from '@who/core';
import type { CasSettings } from '../options.js';

/** For who is not at one of `casAddresses`. */
export function refuseSender(exchange: Exchange, { base }: Pick<CasSettings, 'base'>): Reply {
  return base.refusePlain(exchange, 'SENDER_REFUSED', `${exchange.remoteAddress} is not in "casAddresses"`);
}
