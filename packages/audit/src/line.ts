import type { AuditRecord } from './event.js';

/** Characters that are kept of a text, which may be anybody's. */
export const MAX_LENGTHS = { userid: 256, path: 1024, method: 32, code: 128, plugin: 128 } as const;

/** A text of so many characters at most, which ends in `…` where some are missing. */
export function bounded(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength - 1);
  // Half of a pair of surrogates is no character.
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/**
 * A record as JSON on one line, without a line feed. What takes no place or breaks lines is escaped, also where JSON would
 * let it stand: a text that somebody chose cannot look like more than one.
 */
export function lineOf(record: AuditRecord): string {
  return JSON.stringify(record).replace(UNSEEN, escaped);
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');
}
