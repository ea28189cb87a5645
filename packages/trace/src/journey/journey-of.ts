import type { Recorded } from '../recording/recorded.js';
import { withAttempts } from './attempts.js';
import type { Journey, Step } from './journey.js';

/** A journey as people look at it, of one as it is kept. */
export function journeyOf(recorded: Recorded): Journey {
  const { id, method, path, startedMs, endedMs, status, userid } = recorded;
  const { classification, code, isChallenged, omitted } = recorded;
  const steps = withAttempts(treeOf(recorded));
  const durationMs = status === undefined ? undefined : endedMs;
  return {
    id,
    method,
    path,
    startedMs,
    durationMs,
    status,
    userid,
    classification,
    code,
    isChallenged,
    omitted,
    steps,
  };
}

/**
 * Calls end before those that they are made in. Only the answer of an identifier asks the engine for more, so what began
 * since that did is a part of it.
 */
function treeOf(recorded: Recorded): readonly Step[] {
  const steps: Step[] = [];
  for (const { stage, plugin, outcome, reasons, atMs, durationMs, code } of recorded.steps()) {
    const within = stage === 'reply' ? steps.splice(steps.findLastIndex((step) => isBefore(step, atMs)) + 1) : [];
    steps.push({ stage, plugin, outcome, reasons, atMs, durationMs, code, steps: withAttempts(within) });
  }
  return steps;
}

/** Clocks may stand still (Workers): what comes before any answer by its stage does so then, too. */
function isBefore(step: Step, atMs: number): boolean {
  return step.atMs < atMs || step.stage === 'classify' || step.stage === 'identify';
}
