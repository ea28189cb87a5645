import { randomBytes } from 'node:crypto';
import type { HeaderList, Reply } from '@who/core';
import type { Journey } from '../journey/journey.js';
import { journeyJson } from '../json.js';
import { HEADERS } from '../page/document.js';
import { gonePage } from '../page/gone-page.js';
import { journeyPage } from '../page/journey-page.js';
import { listPage } from '../page/list-page.js';
import { goneText, journeyText, listText } from '../text/journey-text.js';
import type { Trace } from '../trace.js';
import { type Filter, filterOf, matches } from './filter.js';
import { type Kind, kindOf } from './kind.js';
import type { Place } from './place.js';

/** What is asked for. */
export interface Question {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly accept: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** The answer to somebody who may see the trace. */
export function answer(trace: Trace, place: Place, question: Question): Reply {
  const { method } = question;
  if (method !== 'GET' && method !== 'HEAD') {
    return reply(405, 'text', 'Only GET and HEAD.\n', [['Allow', 'GET, HEAD']]);
  }
  // With a slash at the end, links would lead elsewhere.
  if (place.what === 'slash') return reply(308, 'text', '', [['Location', `../${place.name}`]]);
  const made = place.what === 'list' ? list(trace, place, question) : one(trace, place, question);
  return method === 'HEAD' ? { ...made, body: undefined } : made;
}

/** Nobody learns that there is a trace. */
export const NOT_FOUND: Reply = {
  status: 404,
  headers: [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Cache-Control', 'no-store'],
    ['X-Content-Type-Options', 'nosniff'],
  ],
  body: 'Not found\n',
};

function list(trace: Trace, place: Place, { query, accept, ifNoneMatch }: Question): Reply {
  const kind = place.kind ?? kindOf(accept);
  const etag = `"${runId()}-${trace.version}-${kind}"`;
  if (ifNoneMatch === etag) return { status: 304, headers: [...HEADERS, ['ETag', etag]] };
  const filter = filterOf(query, kind === 'json' ? 1000 : 200);
  const journeys = filtered(trace, filter);
  const headers: HeaderList = [['ETag', etag]];
  if (kind === 'json') return reply(200, kind, json(journeys.map(journeyJson)), headers);
  if (kind === 'text') return reply(200, kind, listText(journeys), headers);
  return reply(200, kind, listPage({ journeys, filter, size: trace.size, name: place.name }), headers);
}

let run: string | undefined;

/** Of this run: another one begins to count anew. In Workers nothing is random before the first request. */
function runId(): string {
  run ??= randomBytes(6).toString('hex');
  return run;
}

function filtered(trace: Trace, filter: Filter): readonly Journey[] {
  if (filter.show === 'all' && filter.text === '') return trace.journeys(filter.limit);
  return trace
    .journeys()
    .filter((journey) => matches(filter, journey))
    .slice(0, filter.limit);
}

function one(trace: Trace, place: Place, { accept }: Question): Reply {
  const kind = place.kind ?? kindOf(accept);
  const journey = trace.journey(place.id);
  if (!journey) {
    const bodies = {
      html: () => gonePage(place.id, place.name),
      json: () => json(null),
      text: () => goneText(place.id),
    };
    return reply(404, kind, bodies[kind]());
  }
  if (kind === 'json') return reply(200, kind, json(journeyJson(journey)));
  if (kind === 'text') return reply(200, kind, journeyText(journey));
  return reply(200, kind, journeyPage(journey, trace.neighbours(place.id), place.name));
}

function reply(status: number, kind: Kind, body: string, more: HeaderList = []): Reply {
  return { status, headers: [['Content-Type', TYPES[kind]], ...HEADERS, ...more], body };
}

const TYPES: Readonly<Record<Kind, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
};

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
