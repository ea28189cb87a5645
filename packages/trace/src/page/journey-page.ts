import type { Journey, Step } from '../journey/journey.js';
import { lookOf, type Station, stationsOf } from '../journey/stations.js';
import { type Verdict, verdictOf, winnerOf } from '../journey/verdict.js';
import { durationText } from '../journey/words.js';
import type { Neighbours } from '../trace.js';
import { callList } from './calls.js';
import { documentOf } from './document.js';
import { Html, html } from './html.js';
import { mark, sign } from './marks.js';
import { hintLine, time } from './parts.js';

/** @param name the last segment of the list's path */
export function journeyPage(journey: Journey, neighbours: Neighbours, name: string): string {
  const { id, method, path, omitted, status } = journey;
  const stations = stationsOf(journey);
  const verdict = verdictOf(journey);
  const title = `${method} ${path}`.trim() || '(no path)';
  const body = html`<div${status === undefined ? new Html(' data-waiting') : undefined}>
<p class="label">Request ${id}, ${time(journey)}</p>
<h1><span class="method">${method}</span> ${path || '(no path)'}</h1>
${verdictCard(verdict)}
${facts(journey)}
${route(stations)}
<h2 class="stops-title">Stop by stop</h2>
<ol class="stops">
${stops(stations, journey, verdict.step)}</ol>
${omitted > 0 ? html`<p class="soft">${omitted} more calls of plugins are not kept.</p>` : undefined}
${KEY}
${MEANING}
</div>
<footer>The same as <a href="${id}.json">JSON</a> and as <a href="${id}.txt">text</a>. Times are wall-clock times of each call, waiting included.</footer>`;
  return documentOf({
    title: `${title}, request ${id}`,
    home: `../${name}`,
    navigation: navigation(neighbours, name),
    body,
  });
}

function navigation({ older, newer }: Neighbours, name: string): Html {
  const link = (to: number | undefined, text: string): Html | undefined =>
    to === undefined ? undefined : html`<li><a href="${to}">${text}</a></li>`;
  return html`<nav aria-label="Requests"><ul><li><a href="../${name}">All requests</a></li>${link(older, 'Older')}${link(newer, 'Newer')}</ul></nav>`;
}

function verdictCard({ kind, text, hint, notes }: Verdict): Html {
  return html`<section class="verdict is-${kind}" aria-labelledby="verdict">${sign(kind)}
<div><h2 id="verdict">${text}</h2>${hintLine(hint)}</div></section>
${
  notes.length === 0
    ? undefined
    : html`<ul class="notes" aria-label="Also">${notes.map((note) => html`<li><p>${note.text}</p>${hintLine(note.hint)}</li>`)}</ul>`
}`;
}

function facts({ status, isChallenged, userid, classification, durationMs, code }: Journey): Html {
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['Answer', status === undefined ? 'under way' : `${status}${isChallenged ? ', a challenge' : ''}`],
    ['User', userid ?? 'nobody'],
    ['Kind of request', classification || 'not classified'],
    ['Until decided', durationMs === undefined ? undefined : durationText(durationMs)],
    ['Error', code],
  ];
  return html`<dl class="facts">${entries.map(([name, value]) =>
    value === undefined ? undefined : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** The line, for those who have room for it. */
function route(stations: readonly Station[]): Html {
  return html`<nav class="route" aria-label="The line"><ol>${stations.map(
    (station, at) =>
      html`<li class="${station.state}${isEmpty(stations[at - 1]) || isEmpty(stations[at]) ? ' after-skipped' : ''}"><a href="#${station.id}">${mark(lookOf(station))}<b>${station.name}</b><span>${station.word}</span>${trouble(station)}</a></li>`,
  )}</ol></nav>`;
}

function trouble(station: Station): Html | undefined {
  return lookOf(station) === 'troubled' ? html`<em class="trouble">problem</em>` : undefined;
}

/** Whether the journey has passed by without stopping. */
function isEmpty(station: Station | undefined): boolean {
  return station?.state === 'skipped' || station?.state === 'waiting';
}

function stops(stations: readonly Station[], journey: Journey, cause: Step | undefined): readonly Html[] {
  const winner: Step | undefined = winnerOf(journey);
  return stations.map((station, at) => {
    const { id, name, state, word, steps } = station;
    const isLast = isEmpty(stations[at]) || isEmpty(stations[at + 1]);
    return html`<li id="${id}" class="${state}${isLast ? ' before-skipped' : ''}">${mark(lookOf(station))}<div>
<h3>${name} <span>${word}</span>${trouble(station)}</h3>
${callList(steps, { winner, cause, wholeMs: wholeOf(journey) })}
</div></li>
`;
  });
}

function wholeOf({ durationMs, steps }: Journey): number {
  return Math.max(durationMs ?? 0, ...steps.map((step) => step.atMs + step.durationMs));
}

const KEY: Html = html`<ul class="key" aria-label="Signs">${(
  [
    ['answered', 'gave something'],
    ['none', 'had nothing to say'],
    ['troubled', 'something is wrong'],
    ['failed', 'failed'],
    ['skipped', 'was not asked'],
  ] as const
).map(([state, text]) => html`<li>${mark(state)}${text}</li>`)}</ul>`;

const MEANING: Html = html`<details class="means"><summary>What do the stops mean?</summary><dl>${[
  ['Classify', 'One word for the kind of request, such as browser. Plugins may be limited to some.'],
  ['Identify', 'Each identifier looks for credentials: a cookie, a header, a ticket, a form.'],
  ['Authenticate', 'Each authenticator says whether they are genuine, and whose. The first that accepts some wins.'],
  ['Add metadata', 'What else is known about the user: attributes, groups.'],
  ['Application', 'Sees the user and answers; or an identifier has answered in its place (Reply).'],
  ['Decide', 'Does the answer ask for a sign-in? Most often: is it a 401?'],
  ['Challenge', 'Then a challenger asks for one, by a login page or by WWW-Authenticate.'],
  ['Remember', 'Else the browser gets what keeps the user signed in: a cookie, where a new one is due.'],
].map(([name = '', text = '']) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl></details>`;
