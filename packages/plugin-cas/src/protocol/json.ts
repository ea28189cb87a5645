import { badResponse } from '../errors.js';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * Parses a small JSON document. A name that occurs twice in one object is refused: of two readers, one takes the first
 * and one the last.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE; never with the document in it
 */
export function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    throw badResponse('it is not JSON');
  }
  checkNames(text);
  return value;
}

/** A JSON object, and neither a list nor `null`. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of an object that has this name of its own. */
export function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** @param text well-formed JSON: a text is a name where a colon follows */
function checkNames(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  for (const [, string, colon, bracket] of text.matchAll(TOKEN)) {
    if (bracket === '{' || bracket === '[') {
      open.push(bracket === '{' ? new Set() : undefined);
      if (open.length > MAX_DEPTH) throw badResponse('it is nested too deep');
    } else if (bracket !== undefined) {
      open.pop();
    } else if (string !== undefined && colon !== undefined) {
      const name: string = JSON.parse(string);
      const names = open.at(-1);
      if (names?.has(name)) throw badResponse('it has a name twice in one object');
      names?.add(name);
    }
  }
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|([{}[\]])/g;
const MAX_DEPTH = 16;
