/** How many failures are free, and how long one has to wait after more of them. All times in whole seconds. */
export interface Limit {
  readonly freeFailures: number;
  readonly windowSeconds: number;
  readonly firstDelaySeconds: number;
  readonly maxDelaySeconds: number;
}

/**
 * How long nobody may try after a failure.
 *
 * @param excess which one it is of those that are not free, from 1
 */
export function delaySeconds({ firstDelaySeconds, maxDelaySeconds }: Limit, excess: number): number {
  // 2 ** 1024 is infinite, and still more than the most.
  return Math.min(firstDelaySeconds * 2 ** (excess - 1), maxDelaySeconds);
}

/** So many failures can be forgotten in one window because of successes. */
export function mostForgiven({ freeFailures }: Limit): number {
  return 10 * freeFailures;
}

/** The most failures in one window, by somebody who tries again the moment that he may. */
export function mostFailures(limit: Limit): number {
  let atSeconds = 0;
  let excess = 0;
  while (atSeconds < limit.windowSeconds) atSeconds += delaySeconds(limit, ++excess);
  return limit.freeFailures + excess;
}
