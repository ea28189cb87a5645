import { WhoError } from '@who/core';
import { badResponse } from '../errors.js';

/** What JSON can say. */
export type Json = string | JsonNumber | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A number, as it was written: JavaScript's own have no more than about sixteen digits. */
export class JsonNumber {
  readonly written: string;

  constructor(written: string) {
    this.written = written;
  }

  /** The shortest text of the same value; what was written, where that would lose digits, and of every integer. */
  toString(): string {
    const value = Number(this.written);
    const digits = this.written.replace(/e.*$|\D/gi, '');
    return digits.length > EXACT_DIGITS || /^-?\d+$/.test(this.written) || !Number.isFinite(value)
      ? this.written
      : String(value);
  }
}

/**
 * Parses a JSON document. A name that occurs twice in one object is refused: of two readers, one takes the first and one
 * the last.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE; never with the document in it
 */
export function parseJson(text: string): Json {
  try {
    JSON.parse(text);
    return build(text);
  } catch (error) {
    throw error instanceof WhoError ? error : badResponse('it is not JSON');
  }
}

/** A JSON object, and neither a list nor `null`. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/** The member of an object that has this name of its own. */
export function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A list or an object that is not closed yet. */
interface Open {
  readonly value: Json[] | Record<string, Json>;
  /** The name of the member that comes next. */
  name?: string | undefined;
}

/** @param text well-formed JSON: a text is a name where a colon follows */
function build(text: string): Json {
  const open: Open[] = [];
  let root: Json = null;

  function put(value: Json): void {
    const parent = open.at(-1);
    if (!parent) root = value;
    else if (Array.isArray(parent.value)) parent.value.push(value);
    else parent.value[parent.name as string] = value;
  }

  for (const [token, string, colon, bracket] of text.matchAll(TOKEN)) {
    if (bracket === '}' || bracket === ']') open.pop();
    else if (bracket !== undefined) {
      const value: Open['value'] = bracket === '[' ? [] : Object.create(null);
      put(value);
      open.push({ value });
      if (open.length > MAX_DEPTH) throw badResponse('it is nested too deep');
    } else if (string === undefined) put(scalar(token));
    else if (colon === undefined) put(JSON.parse(string) as string);
    else {
      const object = open.at(-1) as Open;
      object.name = JSON.parse(string) as string;
      if (Object.hasOwn(object.value, object.name)) throw badResponse('it has a name twice in one object');
    }
  }
  return root;
}

function scalar(token: string): Json {
  return /^[tfn]/.test(token) ? (JSON.parse(token) as boolean | null) : new JsonNumber(token);
}

const TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|([{}[\]])|[^\s"{}[\],:]+/g;
const MAX_DEPTH = 16;
/** What a double keeps in any case. */
const EXACT_DIGITS = 15;
