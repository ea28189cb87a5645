/** Where the parts of a line are. */
export interface LineParts {
  readonly start: number;
  readonly nameEnd: number;
  readonly hashStart: number;
  readonly hashEnd: number;
  readonly end: number;
}

/** Where the name ends that a line begins with: at a colon, or with the line. */
export function nameEndOf(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== COLON) at++;
  return at;
}

/** Apache skips every colon after the name, and stops at the next one; white space in front of that counts. */
export function partsOf(bytes: Uint8Array, start: number, end: number): LineParts {
  const nameEnd = nameEndOf(bytes, start, end);
  let hashStart = nameEnd;
  while (hashStart < end && bytes[hashStart] === COLON) hashStart++;
  return { start, nameEnd, hashStart, hashEnd: nameEndOf(bytes, hashStart, end), end };
}

const COLON = 0x3a;
