import type { Journey } from '../journey/journey.js';
import { stationsOf } from '../journey/stations.js';
import { verdictOf } from '../journey/verdict.js';
import { durationText } from '../journey/words.js';
import type { Filter } from '../serving/filter.js';
import { documentOf } from './document.js';
import { Html, html } from './html.js';
import { miniature, sign } from './marks.js';
import { time } from './parts.js';

/** What a list shows. */
export interface List {
  readonly journeys: readonly Journey[];
  readonly filter: Filter;
  /** How many are kept. */
  readonly size: number;
  /** The last segment of the list's own path, which links are relative to. */
  readonly name: string;
}

export function listPage({ journeys, filter, size, name }: List): string {
  const body = html`<h1>Requests</h1>
<p class="soft" data-count>${countText(journeys.length, size)}</p>
<div class="tools">
<form method="get" action="${name}" role="search">
<label>Path, user, plugin, code or words<input class="field" type="search" name="q" value="${filter.text}" maxlength="100"></label>
<label>Show<select class="field" name="show">${OPTIONS.map(([value, text]) => option(value, text, filter.show))}</select></label>
<button class="button" type="submit">Search</button>
</form>
<p class="soft" role="status" data-state></p>
<button class="button" type="button" data-live hidden>Pause</button>
</div>
<p class="empty" data-empty${hiddenIf(journeys.length > 0)}>${size === 0 ? 'No requests yet. Open a page of the application, and it shows here.' : 'No request is like that.'}</p>
<ol class="requests" data-list${hiddenIf(journeys.length === 0)}>
${journeys.map((journey) => row(journey, name))}</ol>
<footer>What this process keeps, in memory only. The same as <a href="${name}.json">JSON</a> and as <a href="${name}.txt">text</a>.</footer>`;
  return documentOf({ title: 'Requests', home: name, body });
}

const OPTIONS = [
  ['all', 'All requests'],
  ['nobody', 'Nobody signed in'],
  ['problems', 'Refused or failed'],
] as const;

function option(value: string, text: string, chosen: string): Html {
  return html`<option value="${value}"${value === chosen ? new Html(' selected') : undefined}>${text}</option>`;
}

function hiddenIf(isHidden: boolean): Html | undefined {
  return isHidden ? new Html(' hidden') : undefined;
}

function countText(shown: number, size: number): string {
  if (shown === size) return size === 1 ? 'One request, newest first.' : `${size} requests, newest first.`;
  return `${shown} of ${size} requests, newest first.`;
}

function row(journey: Journey, name: string): Html {
  const { id, method, path, status, isChallenged, userid, durationMs } = journey;
  const verdict = verdictOf(journey);
  return html`<li id="r${id}"><a href="${name}/${id}">${sign(verdict.kind)}
<div><p class="path mono">${`${method} ${path}`.trim() || '(no path)'}</p><p class="says">${verdict.text}</p>${verdict.notes.slice(0, 1).map(({ text }) => html`<p class="note">Also: ${text}</p>`)}</div>
${miniature(stationsOf(journey))}
<p class="end"><span class="status">${status ?? 'under way'}${isChallenged ? ' challenge' : ''}</span> <span>${userid ?? 'nobody'}</span> <span>${time(journey)}${durationMs === undefined ? '' : ` · ${durationText(durationMs)}`}</span></p></a></li>
`;
}
