import type { Site } from '../site.js';
import { html } from './html.js';
import type { Page } from './layout.js';

export function privatePage({ base }: Site, userid: string): Page {
  const body = html`
<h1>The private page</h1>
<p class="lead">Only people who are signed in see this. You are <strong>${userid}</strong>.</p>
<p><a class="button quiet" href="${base}/">What is known about you</a></p>`;
  return { status: 200, title: 'Private page', body };
}

/** A page for everything that goes wrong. */
export function messagePage({ base }: Site, status: number, title: string, text: string, code?: string): Page {
  const body = html`
<h1>${title}</h1>
<p class="message" role="alert">${text}${code === undefined ? undefined : html` <code>${code}</code>`}</p>
<p><a class="button quiet" href="${base}/">Back to the start</a></p>`;
  return { status, title, body };
}
