/** Something that can be measured a bit at a time. */
export interface Case<Sample> {
  readonly id: string;
  sample(): Promise<Sample>;
}

/**
 * Measures cases in turn, A B C, B A C, C A B, …: forth and back, each round from the next case on, so that what changes
 * in the machine meanwhile meets all of them, and none always comes after the same other one.
 *
 * @returns the samples of each case, round by round
 */
export async function interleave<Sample>(
  cases: readonly Case<Sample>[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map<string, Sample[]>(cases.map(({ id }) => [id, []]));
  for (let round = 0; round < rounds; round++) {
    const forth = round % 2 === 0;
    for (let place = 0; place < cases.length; place++) {
      const current = cases.at((round + (forth ? place : -place)) % cases.length) as Case<Sample>;
      samples.get(current.id)?.push(await current.sample());
    }
  }
  return samples;
}
