import type { Journey } from '../journey/journey.js';
import { type Html, html } from './html.js';

/** What can be done, if anything. */
export function hintLine(hint: string | undefined): Html | undefined {
  return hint === undefined ? undefined : html`<p class="hint"><span>${hint}</span></p>`;
}

/** By the clock on the wall, where the server is. */
export function time({ startedMs }: Pick<Journey, 'startedMs'>): Html {
  const at = new Date(startedMs);
  const text = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
  return html`<time datetime="${at.toISOString()}">${text}</time>`;
}
