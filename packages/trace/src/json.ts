import type { StageName } from '@who/core';
import type { Journey, Step } from './journey/journey.js';
import { type Note, type Verdict, verdictOf } from './journey/verdict.js';
import { reasonHint, reasonText } from './journey/words.js';

/** A journey as programs get it. */
export interface JourneyJson {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  /** ISO 8601. */
  readonly started: string;
  readonly durationMs: number | null;
  /** `null` while it is under way. */
  readonly status: number | null;
  readonly userid: string | null;
  readonly classification: string;
  readonly code: string | null;
  readonly isChallenged: boolean;
  readonly verdict: { readonly kind: Verdict['kind']; readonly text: string; readonly hint: string | null };
  readonly notes: readonly { readonly text: string; readonly hint: string | null }[];
  /** All calls, each before those that were made within it. */
  readonly steps: readonly StepJson[];
  readonly omitted: number;
}

export interface StepJson {
  readonly stage: StageName;
  readonly plugin: string;
  readonly outcome: Step['outcome'];
  /** What the plugin says, as one text. */
  readonly reason: string | null;
  readonly reasons: readonly { readonly code: string; readonly text: string; readonly hint: string | null }[];
  readonly atMs: number;
  readonly durationMs: number;
  readonly code: string | null;
  /** What it was called within: the answer of an identifier, or a login or logout that somebody asked for. */
  readonly within: 'reply' | 'login' | 'logout' | null;
}

export function journeyJson(journey: Journey): JourneyJson {
  const { id, method, path, classification, isChallenged, omitted } = journey;
  const { kind, text, hint = null, notes } = verdictOf(journey);
  return {
    id,
    method,
    path,
    started: new Date(journey.startedMs).toISOString(),
    durationMs: journey.durationMs ?? null,
    status: journey.status ?? null,
    userid: journey.userid ?? null,
    classification,
    code: journey.code ?? null,
    isChallenged,
    verdict: { kind, text, hint },
    notes: notes.map((note: Note) => ({ text: note.text, hint: note.hint ?? null })),
    steps: journey.steps.flatMap((step) => stepJson(step, null)),
    omitted,
  };
}

function stepJson(step: Step, within: StepJson['within']): StepJson[] {
  const { stage, plugin, outcome, reasons, atMs, durationMs, code = null, steps } = step;
  if (stage === 'login' || stage === 'logout') return steps.flatMap((inner) => stepJson(inner, stage));
  const said = reasons.map((reason) => ({
    code: reason.code,
    text: reasonText(reason),
    hint: reasonHint(reason) ?? null,
  }));
  const reason = said.length === 0 ? null : said.map(({ text }) => text).join(' ');
  const own: StepJson = { stage, plugin, outcome, reason, reasons: said, atMs, durationMs, code, within };
  return [own, ...steps.flatMap((inner) => stepJson(inner, stage === 'reply' ? 'reply' : within))];
}
