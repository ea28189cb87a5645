import { type Look, lookOf, type Station } from '../journey/stations.js';
import type { Verdict } from '../journey/verdict.js';
import { Html, html } from './html.js';

/**
 * The signs of the pages. Each state has a shape of its own, and stands beside a word: nothing is told by colour alone.
 * They are defined once on each page.
 */
export const SPRITE: Html = new Html(`<svg class="sprite" aria-hidden="true" width="0" height="0">
<symbol id="m-answered" viewBox="0 0 24 24"><circle cx="12" cy="12" r="11" fill="currentColor"/><path class="cut" d="m7 12.5 3.5 3.5L17 9"/></symbol>
<symbol id="m-none" viewBox="0 0 24 24"><circle class="hollow" cx="12" cy="12" r="9.5"/></symbol>
<symbol id="m-failed" viewBox="0 0 24 24"><rect x="1.5" y="1.5" width="21" height="21" rx="4" fill="currentColor"/><path class="cut" d="m8 8 8 8m0-8-8 8"/></symbol>
<symbol id="m-troubled" viewBox="0 0 24 24"><path d="M12 2 23 21.5H1Z" fill="currentColor" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><path class="cut" d="M12 9v5.5m0 3.4v.1"/></symbol>
<symbol id="m-skipped" viewBox="0 0 24 24"><circle class="rest" cx="12" cy="12" r="11"/><path class="dash" d="M7 12h10"/></symbol>
<symbol id="m-waiting" viewBox="0 0 24 24"><circle class="open" cx="12" cy="12" r="9.5"/><circle cx="8" cy="12" r="1.5" fill="currentColor"/><circle cx="12" cy="12" r="1.5" fill="currentColor"/><circle cx="16" cy="12" r="1.5" fill="currentColor"/></symbol>
<symbol id="v-signed-in" viewBox="0 0 24 24"><circle cx="12" cy="12" r="11" fill="currentColor"/><path class="cut" d="m7 12.5 3.5 3.5L17 9"/></symbol>
<symbol id="v-signed-out" viewBox="0 0 24 24"><circle class="hollow" cx="12" cy="12" r="9.5"/><path class="line" d="M8 12h8m-3-3.5 3.5 3.5-3.5 3.5"/></symbol>
<symbol id="v-nobody" viewBox="0 0 24 24"><circle class="hollow" cx="12" cy="12" r="9.5"/><path class="line" d="M9.2 9.6a2.8 2.8 0 1 1 4 2.5c-.8.4-1.2.9-1.2 1.7"/><circle cx="12" cy="16.8" r="1.2" fill="currentColor"/></symbol>
<symbol id="v-refused" viewBox="0 0 24 24"><circle cx="12" cy="12" r="11" fill="currentColor"/><path class="cut" d="M6.5 12h11"/></symbol>
<symbol id="v-failed" viewBox="0 0 24 24"><rect x="1.5" y="1.5" width="21" height="21" rx="4" fill="currentColor"/><path class="cut" d="m8 8 8 8m0-8-8 8"/></symbol>
<symbol id="v-under-way" viewBox="0 0 24 24"><circle class="open" cx="12" cy="12" r="9.5"/><path class="line" d="M12 7v5l3 2"/></symbol>
</svg>`);

/** The sign of a stop, or of a call. */
export function mark(state: Look): Html {
  return html`<svg class="mark is-${state}" aria-hidden="true"><use href="#m-${state}"/></svg>`;
}

/** The sign of what a journey comes to. */
export function sign(kind: Verdict['kind']): Html {
  return html`<svg class="sign is-${kind}" aria-hidden="true"><use href="#v-${kind}"/></svg>`;
}

/** A journey as small as it gets: its stops on a line. */
export function miniature(stations: readonly Station[]): Html {
  const width = stations.length * STEP - GAP;
  return html`<svg class="mini" viewBox="0 0 ${width} ${SIZE}" width="${width}" height="${SIZE}" aria-hidden="true"><path class="track" d="M8 ${SIZE / 2}H${width - 8}"/>${stations.map(
    (station, at) =>
      html`<svg class="is-${lookOf(station)}" x="${at * STEP}" width="${SIZE}" height="${SIZE}"><use href="#m-${lookOf(station)}"/></svg>`,
  )}</svg>`;
}

const SIZE = 16;
const GAP = 6;
const STEP = SIZE + GAP;

/** When a call was made, and how long it took, beside all others. */
export function bar(atMs: number, durationMs: number, wholeMs: number): Html {
  const scale = WHOLE / Math.max(wholeMs, 0.001);
  const x = Math.min(WHOLE - LEAST, atMs * scale);
  const width = Math.min(WHOLE - x, Math.max(LEAST, durationMs * scale));
  return html`<svg class="bar" viewBox="0 0 ${WHOLE} 8" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="${WHOLE}" height="8"/><rect x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="8"/></svg>`;
}

const WHOLE = 400;
const LEAST = 4;
