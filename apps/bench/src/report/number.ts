import type { Spread } from '../statistics.js';

/** Three digits that say something: 0.123, 1.23, 12.3, 123, 12,345. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en');
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  if (size < 0.0005) return '0';
  return value.toFixed(size >= 1 ? 2 : 3);
}

/** The median and its quartiles: `1.23 (1.20–1.27)`. One that was counted once has none. */
export function withQuartiles({ median, low, high, count }: Spread): string {
  return count === 1 ? short(median) : `${short(median)} (${short(low)}–${short(high)})`;
}
