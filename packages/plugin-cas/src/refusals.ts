import type { Exchange } from '@who/core';
import { PACKAGE } from './errors.js';

/**
 * Says in the log, in one line, what was refused at a path of this plugin and why.
 *
 * @param reason nothing secret; what came from outside as {@link quoted} text
 */
export function logRefusal(exchange: Exchange, code: string, reason: string, level: 'debug' | 'warn' = 'warn'): void {
  exchange.logger[level](`[${PACKAGE}] Refused at ${quoted(exchange.path)}: ${code}, because ${reason}.`);
}

/** Text from outside, so that it neither breaks out of its line nor fills the log. */
export function quoted(text: string): string {
  const short = text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text;
  return JSON.stringify(short).replace(/[^ -~…]/g, '?');
}

const MAX_QUOTED_LENGTH = 100;
