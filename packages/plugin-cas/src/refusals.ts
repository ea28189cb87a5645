import type { Exchange, Facts, Reason } from '@who/core';
import { PACKAGE } from './errors.js';
import { reasons } from './reasons.js';

/**
 * Says in the log, in one line, what was refused at a path of this plugin and why; and to those who look on, by its code.
 *
 * @param reason nothing secret; what came from outside as {@link quoted} text
 */
export function logRefusal(exchange: Exchange, code: string, reason: string, level: 'debug' | 'warn' = 'warn'): void {
  const known = (reasons as Partial<Record<string, Reason>>)[code];
  if (known) exchange.explain?.(known);
  exchange.logger[level](`[${PACKAGE}] Refused at ${quoted(exchange.path)}: ${code}, because ${reason}.`);
}

/** A reason as the end of a sentence. */
export function clauseOf({ text }: Reason, facts: Facts = {}): string {
  const filled = text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
  return filled.charAt(0).toLowerCase() + filled.slice(1, -1);
}

/** Text from outside, so that it neither breaks out of its line nor fills the log. */
export function quoted(text: string): string {
  const short = text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text;
  return JSON.stringify(short).replace(/[^ -~…]/g, '?');
}

const MAX_QUOTED_LENGTH = 100;
