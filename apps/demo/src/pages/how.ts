import type { Journey, Station } from '@who/trace';
import { stationsOf } from '@who/trace';
import type { Site } from '../site.js';
import type { Experiment } from '../tour/experiments.js';
import { type Html, html } from './html.js';

/** The stages, by what the visitor's own request has come through so far, and what can be tried. */
export function howSection({ base }: Site, journey: Journey, experiments: readonly Experiment[]): Html {
  return html`
<section class="card" aria-labelledby="how">
<h2 id="how">How did you get here?</h2>
<p>This request passed these stages on its way to this page. <a href="${base}/__who/${journey.id}">Its whole journey</a> says
what every plugin found, or why it did not; so does that of <a href="${base}/__who">every other request</a>.</p>
<ol class="stages">
${soFar(journey).map(stage)}</ol>
</section>
<section class="card" aria-labelledby="try">
<h2 id="try">Try it, and see what the plugins do</h2>
<p>Each button sends a request of its own through the demo, and shows you its journey.</p>
<ul class="tries">
${experiments.map(
  ({ name, title, text }) => html`<li><form method="post" action="${base}/try/${name}">
<button class="quiet" type="submit" aria-describedby="try-${name}">${title}</button> <span id="try-${name}">${text}</span></form></li>
`,
)}</ul>
</section>`;
}

/** Who makes this page is known, and what becomes of the response is not. */
function soFar(journey: Journey): readonly Station[] {
  return stationsOf({ ...journey, status: 200 }).map((station) => {
    if (station.id === 'application') return { ...station, state: 'answered', word: 'this page' };
    return station.id === 'decide' || station.id === 'remember'
      ? { ...station, state: 'waiting', word: 'not yet' }
      : station;
  });
}

function stage({ id, name, state, word }: Station): Html {
  return html`<li class="is-${state}"><strong>${name}</strong> <span class="happened">${word}</span><br>${WHAT[id]}</li>
`;
}

const WHAT: Readonly<Record<Station['id'], string>> = {
  classify: 'One word for the kind of request.',
  identify:
    'Each identifier looks for credentials: the CAS plugin for a CAS ticket, the SAML and OpenID Connect plugins for an answer of their provider, the form for a name and a password, the ticket for its cookie, Basic for a header.',
  authenticate: 'Each authenticator says whether they are genuine, and whose.',
  metadata: 'What CAS, a provider or a front-end server released about you is added.',
  application: 'This page is made.',
  decide: 'Does it ask for a sign-in?',
  challenge: 'Then you are asked for one.',
  remember: 'Else your browser gets a new ticket, where one is due.',
};
