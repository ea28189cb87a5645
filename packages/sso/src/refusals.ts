import type { Exchange, Facts, Reason } from '@who/core';

/**
 * Says in the log, in one line, what was refused at a path of the plugin and why; and to those who look on, by its code.
 *
 * @param reason the end of a sentence, nothing secret; what came from outside as {@link quoted} text
 * @param level @default 'warn'
 */
export type LogRefusal = (exchange: Exchange, code: string, reason: string, level?: 'debug' | 'warn') => void;

/**
 * Makes a {@link LogRefusal} for a package.
 *
 * @param plugin the package
 * @param reasonOf the reason of a code, if there is one. @default none: the plugin tells those who look on itself
 * @example
 * const logRefusal = refusalLog('@who/plugin-hello');
 */
export function refusalLog(plugin: string, reasonOf?: (code: string) => Reason | undefined): LogRefusal {
  return (exchange, code, reason, level = 'warn') => {
    const known = reasonOf?.(code);
    if (known) exchange.explain?.(known);
    exchange.logger[level](`[${plugin}] Refused at ${quoted(exchange.path)}: ${code}, because ${reason}.`);
  };
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
