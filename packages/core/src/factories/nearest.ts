/**
 * The known name that somebody most probably meant by another one: the same but for case, `_` and `-`; one of which
 * the other is the beginning; or one that differs in few letters.
 *
 * @returns `undefined` when none is near
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  let best: string | undefined;
  let least = Math.ceil(wanted.length / 3) + 1;
  for (const candidate of known) {
    const distance = distanceOf(wanted, plain(candidate));
    if (distance >= least) continue;
    best = candidate;
    least = distance;
  }
  return best;
}

const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '').slice(0, MAX_LENGTH);

/** Levenshtein's distance, where one name that begins the other counts as one letter away. */
function distanceOf(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length > 2 && b.length > 2 && (a.startsWith(b) || b.startsWith(a))) return 1;
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[b.length] ?? 0;
}

/** Names that people type are shorter; the distance of long ones takes its time. */
const MAX_LENGTH = 64;
