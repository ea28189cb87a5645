/** The middle of some figures and the quartiles around it: half of all rounds lie between `low` and `high`. */
export interface Spread {
  readonly median: number;
  /** First quartile. */
  readonly low: number;
  /** Third quartile. */
  readonly high: number;
  /** How many figures there were. */
  readonly count: number;
}

/** @throws {RangeError} without any figure */
export function spreadOf(figures: readonly number[]): Spread {
  if (figures.length === 0) throw new RangeError('There is no median of nothing.');
  const sorted = figures.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

/** Between two figures, a part of the way from one to the other. */
export function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Round by round, so that what slows down a whole round has no part in it. */
export function ratios(figures: readonly number[], base: readonly number[]): number[] {
  return figures.map((figure, round) => figure / (base[round] ?? Number.NaN));
}

/** Round by round, too. */
export function differences(figures: readonly number[], base: readonly number[]): number[] {
  return figures.map((figure, round) => figure - (base[round] ?? Number.NaN));
}

/**
 * How far a median may be off by chance, as a standard error. The quartiles stand for the standard deviation (1.349 of
 * them for normal figures), so that a few rounds that something else has disturbed do not count.
 */
export function standardErrorOf({ low, high, count }: Spread): number {
  return (1.253 * (high - low)) / 1.349 / Math.sqrt(count);
}

/** What each step costs by a straight line through the points, by least squares. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: 0 | 1): number => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
