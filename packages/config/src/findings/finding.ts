import { didYouMean } from '@who/core';
import type { ConfigFindingCode } from '../errors.js';

/** Where something stands. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line?: number | undefined;
  /** From 1; of JSON and YAML. */
  readonly column?: number | undefined;
  /** Of an INI file: `plugin:auth_tkt`. */
  readonly section?: string | undefined;
  /** Of an INI file, or the path of a value: `plugins.cas.casUrl`. */
  readonly option?: string | undefined;
}

/** Something that is wrong with a file, or that its author should know. */
export interface Finding {
  /** An `error` keeps the engine from being made; a `warning` says what is otherwise than it looks. */
  readonly severity: 'error' | 'warning';
  readonly code: ConfigFindingCode;
  /** What it is, and what would be right. No secret is in it. */
  readonly message: string;
  readonly place: Place;
}

/** Takes what is found, in any order. */
export class Findings {
  readonly #all: Finding[] = [];
  #hints = 0;

  error(code: ConfigFindingCode, place: Place, message: string): void {
    this.#all.push({ severity: 'error', code, message, place });
  }

  warn(code: ConfigFindingCode, place: Place, message: string): void {
    this.#all.push({ severity: 'warning', code, message, place });
  }

  /** A hint at what was probably meant. To look for it takes its time, so it ends at some point. */
  hint(name: string, known: readonly string[]): string {
    return ++this.#hints > MAX_HINTS ? '' : didYouMean(name, known.slice(0, MAX_KNOWN));
  }

  /** Takes over what others have found. */
  take({ all }: Findings): void {
    this.#all.push(...all);
  }

  get hasErrors(): boolean {
    return this.#all.some(({ severity }) => severity === 'error');
  }

  /** By place; what is at the same place as it was found. */
  get all(): readonly Finding[] {
    const lineOf = ({ place }: Finding): number => place.line ?? 0;
    return [...this.#all].sort((one, other) => lineOf(one) - lineOf(other));
  }
}

const MAX_HINTS = 100;
const MAX_KNOWN = 200;

/** `who.ini:12 [plugin:auth_tkt] timeout: must be … (CONFIG_BAD_VALUE)` */
export function findingText({ code, place, message }: Finding): string {
  const { file, line, column, section, option } = place;
  const at = [file, line, column].filter((part) => part !== undefined).join(':');
  const inside = [
    section === undefined ? undefined : `[${shown(section)}]`,
    option === undefined ? undefined : shown(option),
  ];
  const where = inside.filter((part) => part !== undefined).join(' ');
  return `${at}${where === '' ? '' : ` ${where}`}: ${message} (${code})`;
}

/** A name as a file has it: no longer than names are, and nothing in it that a terminal would obey. */
export function shown(name: string): string {
  const clean = name.replace(UNSHOWN, '?');
  return clean.length > 64 ? `${clean.slice(0, 63)}…` : clean;
}

/**
 * Control characters, and those that change how others are shown: written out, because `\p{C}` takes milliseconds to
 * compile.
 */
export const UNSHOWN: RegExp =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** The same in quotes. */
export const quoted = (name: string): string => `"${shown(name)}"`;
