import { html } from '@who/dev-server';
import type { Reply } from '../http/reply.js';
import { page } from '../pages/pages.js';
import { jsonpCallback } from './front-channel.js';

/** What the last page of a logout shows and does. */
export interface Farewell {
  readonly loginPath: string;
  /** Addresses of services that are told by a frame each. */
  readonly frames: readonly string[];
  /** Addresses of services that are told by a script each. */
  readonly scripts: readonly string[];
  /** Where the browser goes when all of them have been told. */
  readonly target: string | undefined;
  /** An http or https URL that the application would like you to go on to. */
  readonly url: string | undefined;
}

/** Goes on when everything has been loaded, and does not wait for a service that never answers. */
const goOnScript = `function ${jsonpCallback}() {}
const next = document.getElementById('next');
if (next) {
  const go = () => location.replace(next.href);
  addEventListener('load', go);
  setTimeout(go, 5000);
}
`;

export function farewellPage({ loginPath, frames, scripts, target, url }: Farewell): Reply {
  const telling = frames.length + scripts.length > 0;
  const content = html`<p>${telling ? 'The applications that you signed in to from here are being told so.' : 'The applications that you signed in to from here were told so.'}</p>
${target ? html`<p>Then you go on to <a id="next" href="${target}" class="url">${target}</a></p>` : undefined}
${url ? html`<p>The application that you came from offers to go on to <a href="${url}" class="url">${url}</a></p>` : undefined}
<p><a href="${loginPath}">Sign in again</a></p>
${frames.map((address) => html`<iframe src="${address}" title="An application signs you out" hidden></iframe>\n`)}
${scripts.map((address) => html`<script src="${address}" defer></script>\n`)}`;
  return page(200, 'You are signed out', content, {
    script: telling ? goOnScript : undefined,
    frames: frames.length > 0,
    scripts: scripts.length > 0,
  });
}
