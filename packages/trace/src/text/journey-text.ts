import type { Journey, Step } from '../journey/journey.js';
import { type Look, lookOf, type Station, stationsOf } from '../journey/stations.js';
import { type Note, verdictOf, winnerOf } from '../journey/verdict.js';
import { isTroubled } from '../journey/weight.js';
import { durationText, outcomeWords, pluginName, reasonHint, reasonText } from '../journey/words.js';

/**
 * A journey for a terminal: what it comes to, then stage by stage what each plugin did, and why. Nothing in it commands
 * the terminal.
 *
 * @example
 * for (const journey of trace.journeys(1)) console.log(journeyText(journey));
 */
export function journeyText(journey: Journey): string {
  const { text, hint, notes } = verdictOf(journey);
  const winner = winnerOf(journey);
  const lines = [
    headline(journey),
    '',
    text,
    ...hintLines(hint),
    ...notes.flatMap(noteLines),
    '',
    ...stationsOf(journey).flatMap((station) => stationLines(station, winner)),
    ...(journey.omitted > 0 ? [`  … and ${journey.omitted} more calls of plugins`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** `GET /private → 302 challenged, nobody, browser, 12.4 ms` */
export function headline({
  id,
  method,
  path,
  status,
  isChallenged,
  userid,
  classification,
  durationMs,
}: Journey): string {
  const outcome = status === undefined ? 'under way' : `${status}${isChallenged ? ' challenged' : ''}`;
  const facts = [outcome, userid ?? 'nobody', classification, durationMs === undefined ? '' : durationText(durationMs)];
  return `#${id} ${`${method} ${path}`.trim() || '(no path)'} → ${facts.filter((fact) => fact !== '').join(', ')}`;
}

/** The journeys of a list: what each comes to, what can be done about it, and the first of its notes. */
export function listText(journeys: readonly Journey[]): string {
  if (journeys.length === 0) return 'No requests yet.\n';
  return journeys
    .map((journey) => {
      const { text, hint, notes } = verdictOf(journey);
      const lines = [text, ...hintLines(hint), ...notes.slice(0, 1).flatMap(noteLines)];
      return `${headline(journey)}\n${lines.map((line) => `    ${line}\n`).join('')}`;
    })
    .join('');
}

function noteLines({ text, hint }: Note): readonly string[] {
  return [`Note: ${text}`, ...hintLines(hint)];
}

function hintLines(hint: string | undefined): readonly string[] {
  return hint === undefined ? [] : [`  → ${hint}`];
}

const MARKS: Readonly<Record<Look, string>> = {
  troubled: '▲',
  answered: '●',
  none: '○',
  failed: '✗',
  skipped: '·',
  waiting: '…',
};

function stationLines(station: Station, winner: Step | undefined): string[] {
  const { name, word, steps } = station;
  return [`${MARKS[lookOf(station)]} ${name}: ${word}`, ...steps.flatMap((step) => stepLines(step, winner, '    '))];
}

function stepLines(step: Step, winner: Step | undefined, indent: string): string[] {
  const { outcome, code, reasons, durationMs, steps } = step;
  const name = step.plugin === '' ? step.stage : pluginName(step);
  const stage = indent.length > 4 && step.plugin !== '' ? `${step.stage} ` : '';
  const words = [`${outcomeWords(step)}${code === undefined ? '' : ` (${code})`}`, durationText(durationMs)];
  return [
    `${indent}${MARKS[isTroubled(step) && outcome !== 'failed' ? 'troubled' : outcome]} ${stage}${name}: ${words.join(', ')}${step === winner ? ', wins' : ''}`,
    ...reasons.flatMap((reason) => {
      const hint = reasonHint(reason);
      return [`${indent}    ${reasonText(reason)}`, ...(hint === undefined ? [] : [`${indent}    → ${hint}`])];
    }),
    ...steps.flatMap((inner) => stepLines(inner, winner, `${indent}    `)),
  ];
}

/** Of a request that is not kept. */
export function goneText(id: number): string {
  return `Request ${id} is not kept: it may be older, of another process, or of one before a restart.\n`;
}
