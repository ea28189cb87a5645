/** Something that has to be stopped. */
export interface Stoppable {
  stop(): Promise<unknown>;
}

/** Starts what needs each other, in order; the last one stops first. When one does not start, neither do the others. */
export async function inOrder<T>(
  work: (keep: <S extends Stoppable>(started: S) => S) => Promise<T>,
): Promise<T & { stop(): Promise<void> }> {
  const started: Stoppable[] = [];
  const stop = async (): Promise<void> => {
    for (const one of started.reverse()) await one.stop();
  };
  try {
    const result = await work((one) => {
      started.push(one);
      return one;
    });
    return { ...result, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
