import { isUtf8 } from 'node:buffer';
import type { RawAttribute, RawEntry } from '../wire/answers.js';

/** What an attribute's values are. It is said, never guessed: any bytes may happen to be text. */
export type AttributeKind = 'text' | 'binary';

/** The values of an attribute. */
export type ValuesOf<K extends AttributeKind> = K extends 'binary' ? readonly Buffer[] : readonly string[];

/**
 * The bytes of an attribute's values, by its name with its options, in any case. `cn` is not `cn;lang-de`, but
 * `;binary` only says how a value travels.
 */
export function valuesOf(entry: RawEntry, name: string): readonly Buffer[] {
  const wanted = plainName(name);
  return entry.attributes.find(({ type }) => plainName(type) === wanted)?.values ?? [];
}

const plainName = (type: string): string => type.toLowerCase().replace(/;binary(?=;|$)/, '');

/** Whether a directory has given a part of an attribute's values only, as Active Directory does with 1500. */
export function isCut({ attributes }: RawEntry): boolean {
  return attributes.some(({ type }: RawAttribute) => /;range=\d+-\d/i.test(type));
}

/** A text, where these bytes are one. */
export function textIn(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

export const isText = (value: string | undefined): value is string => value !== undefined;
