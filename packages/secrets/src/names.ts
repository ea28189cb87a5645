/**
 * Whether a text can be the name or the password of anybody in a backend: backends cut, replace or take for something
 * else what is empty, has a NUL or halves of characters, and the time of some checks grows with what is checked.
 *
 * @example
 * const isGood = isPossibleName('alice');
 */
export function isPossibleName(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    name !== '' &&
    name.length <= MAX_BYTES &&
    !name.includes('\0') &&
    !/\p{Surrogate}/u.test(name) &&
    // No character takes more than three bytes for each unit of UTF-16.
    (name.length <= MAX_BYTES / 3 || utf8.encode(name).length <= MAX_BYTES)
  );
}

const utf8 = new TextEncoder();
const MAX_BYTES = 1024;
