/** Something that has to be stopped. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** Runs with processes that are stopped afterwards, however it went. */
export async function withAll<R>(start: (keep: <T extends Stoppable>(started: T) => T) => Promise<R>): Promise<R> {
  const started: Stoppable[] = [];
  try {
    return await start((one) => {
      started.push(one);
      return one;
    });
  } finally {
    await Promise.all(started.map((one) => one.stop()));
  }
}
