import type { Spread } from '../statistics.js';
import { short } from './number.js';

/** A bar, as long as its median, with a line from quartile to quartile. */
export interface Bar {
  readonly label: string;
  readonly spread: Spread;
  /** Ours stand out. */
  readonly isOurs: boolean;
}

export interface ChartOptions {
  readonly title: string;
  /** What the figures are and where they come from, under the title. */
  readonly subtitle: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LEFT = 250;
const RIGHT = 90;
const TOP = 64;
const ROW = 26;

/** Horizontal bars as SVG, readable on light and on dark ground. Nothing in it is loaded from elsewhere. */
export function barChart({ title, subtitle, bars }: ChartOptions): string {
  const height = TOP + bars.length * ROW + 10;
  const longest = Math.max(...bars.map(({ spread }) => Math.max(spread.median, spread.high)));
  const x = (value: number): number => round(LEFT + (value / longest) * (WIDTH - LEFT - RIGHT));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(title)}">`,
    STYLE,
    `<text class="title" x="12" y="26">${escapeXml(title)}</text>`,
    `<text class="quiet" x="12" y="46">${escapeXml(subtitle)}</text>`,
    ...bars.flatMap((bar, i) => drawBar(bar, TOP + i * ROW, x)),
    '</svg>',
  ].join('\n')}\n`;
}

function drawBar({ label, spread, isOurs }: Bar, y: number, x: (value: number) => number): string[] {
  const middle = y + ROW / 2;
  const [low, high] = [x(spread.low), x(spread.high)];
  return [
    `<text x="${LEFT - 10}" y="${middle + 4}" text-anchor="end">${escapeXml(label)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'other'}" x="${LEFT}" y="${y + 4}" width="${round(x(spread.median) - LEFT)}" height="${ROW - 8}" rx="2"/>`,
    `<path class="spread" d="M${low} ${middle}H${high}M${low} ${middle - 4}v8M${high} ${middle - 4}v8"/>`,
    `<text x="${round(Math.max(high, x(spread.median)) + 8)}" y="${middle + 4}">${short(spread.median)}</text>`,
  ];
}

const STYLE = `<style>
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.title { font-size: 16px; font-weight: 600; }
.quiet { font-size: 12px; fill: #57606a; }
.ours { fill: #1a7f5a; }
.other { fill: #9aa4ae; }
.spread { stroke: #24292f; fill: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .quiet { fill: #9198a1; }
  .ours { fill: #3fb68b; }
  .other { fill: #59636e; }
  .spread { stroke: #e6edf3; }
}
</style>`;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
