import { createTrace, everyStep, type Journey, reasonText, verdictOf } from '@who/trace';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MISCONFIGURED } from './misconfigured.js';

/** What people read first of a journey. */
function headOf(journey: Journey): string {
  const { text, hint, notes } = verdictOf(journey);
  return [{ text, hint }, ...notes].map((note) => `${note.text}\n${note.hint}`).join('\n');
}

describe('what is set up wrongly', () => {
  it.each(MISCONFIGURED)('is what the trace says first: $name', async ({ happen, code }) => {
    const trace = createTrace();
    onTestFinished(() => trace.close());
    await happen(trace, (close) => onTestFinished(async () => void (await close())));

    const telling = trace.journeys().flatMap((journey) => {
      const reasons = [...everyStep(journey.steps)].flatMap((step) => step.reasons);
      const reason = reasons.find((one) => one.code === code);
      return reason ? [{ journey, reason }] : [];
    })[0];
    if (!telling) throw new Error(`No journey has ${code}.`);
    // A verdict goes on from its own words, in small letters.
    expect(headOf(telling.journey)).toContain(reasonText(telling.reason).slice(1, -1));
    if (telling.reason.hint !== undefined) expect(headOf(telling.journey)).toContain(telling.reason.hint);
  });
});
