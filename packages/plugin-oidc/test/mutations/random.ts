/** Chooses by a seed, so that what was found can be found again (mulberry32). */
export interface Random {
  /** At least 0, less than `below`. */
  below(limit: number): number;
  of<T>(choices: readonly T[]): T;
  /** Bytes as text of these code units. */
  text(maxLength: number): string;
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const made: Random = {
    below: (limit) => Math.floor(next() * limit),
    of: (choices) => choices[made.below(choices.length)] as never,
    text: (maxLength) =>
      Array.from({ length: 1 + made.below(maxLength) }, () =>
        String.fromCharCode(made.below(made.below(8) ? 0x7f : 0xffff)),
      ).join(''),
  };
  return made;
}

/** A text, damaged in one place. */
export function damaged(text: string, { below, of, text: any }: Random): string {
  const at = below(text.length + 1);
  const end = Math.min(text.length, at + 1 + below(4));
  return of([
    () => text.slice(0, at),
    () => text.slice(at),
    () => text.slice(0, at) + any(3) + text.slice(at),
    () => text.slice(0, at) + any(3) + text.slice(end),
    () => text.slice(0, at) + text.slice(end),
    () => text.slice(0, end) + text.slice(at),
    () => text + text,
    () => text.slice(0, at) + of(['.', '=', '\0', '\r\n', ' ', '-', '_', '+', '/', '%2e', 'é']) + text.slice(at),
    () => text.toLowerCase(),
    () => `${text}${of(['.', '..', '=', '==', '\n'])}`,
  ])();
}
