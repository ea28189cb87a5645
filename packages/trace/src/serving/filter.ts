import { everyStep, type Journey } from '../journey/journey.js';
import { hasProblem, verdictOf } from '../journey/verdict.js';

/** Which journeys somebody wants to see. */
export interface Filter {
  /** What is in the path, the user, the name of a plugin that was asked, a code, the verdict or a note. */
  readonly text: string;
  readonly show: 'all' | 'nobody' | 'problems';
  /** How many at most. */
  readonly limit: number;
}

/** Whatever is asked for, a page has an end. */
const MOST = 10_000;

export function filterOf(query: URLSearchParams, limit: number): Filter {
  const show = query.get('show');
  const asked = Number(query.get('limit') ?? limit);
  return {
    text: (query.get('q') ?? '').trim().slice(0, 100),
    show: show === 'nobody' || show === 'problems' ? show : 'all',
    limit: Number.isSafeInteger(asked) && asked > 0 ? Math.min(asked, MOST) : limit,
  };
}

export function matches({ text, show }: Filter, journey: Journey): boolean {
  if (show !== 'all') {
    if (show === 'problems' ? !hasProblem(journey) : verdictOf(journey).kind !== 'nobody') return false;
  }
  if (text === '') return true;
  const wanted = text.toLowerCase();
  for (const candidate of textsOf(journey)) if (candidate.toLowerCase().includes(wanted)) return true;
  return false;
}

function* textsOf(journey: Journey): Generator<string> {
  const { path, userid, code, method, classification, steps } = journey;
  yield `${method} ${path}`;
  yield classification;
  if (userid !== undefined) yield userid;
  if (code !== undefined) yield code;
  for (const step of everyStep(steps)) {
    yield step.plugin;
    for (const reason of step.reasons) yield reason.code;
  }
  const verdict = verdictOf(journey);
  for (const { text, hint } of [verdict, ...verdict.notes]) yield `${text} ${hint ?? ''}`;
}
