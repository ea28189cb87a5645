import { documentOf } from './document.js';
import { html } from './html.js';

/** Of a request that is not kept. @param name the last segment of the list's path */
export function gonePage(id: number, name: string): string {
  const home = `../${name}`;
  const body = html`<h1>Request ${id} is not kept</h1>
<p class="soft">Only the last requests are, in the memory of this process: it may be older, of another process, or of one before a restart.</p>
<p><a href="${home}">All requests</a></p>`;
  return documentOf({ title: `Request ${id}`, home, body });
}
