/**
 * What stands for anything that this package did not write. It is no plain data, so that the cache leaves it out, with
 * a warning: rubbish under one user's key is no reason to take Redis for broken.
 */
export const RUBBISH: unique symbol = Symbol('not a value of this cache');

/** What stands for the answer to another question: the value of another key, or what Redis says to another command. */
export const OUT_OF_STEP: unique symbol = Symbol('the answer to another question');

/**
 * The text of a value: a JSON array of its key and itself. The key is there to be compared: were a connection ever out
 * of step, so that it gives the answer to one question for the answer to another, nobody would see another's attributes.
 */
export function encode(key: string, value: unknown): string {
  return JSON.stringify([key, value]);
}

/**
 * @param text what Redis answered
 * @param maxChars longer texts are not parsed
 */
export function decode(key: string, text: unknown, maxChars: number): unknown {
  if (text === null || text === undefined) return undefined;
  if (typeof text !== 'string' || text === 'OK') return OUT_OF_STEP;
  if (text.length > maxChars) return RUBBISH;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return RUBBISH;
  }
  if (!Array.isArray(parsed) || parsed.length !== 2 || typeof parsed[0] !== 'string') return RUBBISH;
  return parsed[0] === key ? parsed[1] : OUT_OF_STEP;
}

/** How many characters the text of a value may have that is as large as it may be: escaped as JSON, and encrypted. */
export function longestText(maxValueBytes: number): number {
  return 1024 + 8 * maxValueBytes;
}
