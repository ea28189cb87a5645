import { heapOverRequests, MILLION } from '../memory/requests.js';
import { heapOverSignIns, STEP } from '../memory/sign-ins.js';
import type { Figure } from '../report/figure.js';
import { slopeOf, spreadOf } from '../statistics.js';
import type { SectionRunner } from './section.js';

const MB = 2 ** 20;

export const memory: SectionRunner = {
  name: 'memory',
  async run({ effort }) {
    const millions = Math.max(3, Math.round(10 * effort));
    const figures: Figure[] = [];
    for (const [job, label] of [
      ['metadata', 'tickets seen before, metadata'],
      ['new', 'new tickets'],
    ] as const) {
      const heap = await heapOverRequests(job, millions);
      figures.push(levels(`memory/${job}`, `requests with ${label}`, heap, MILLION, millions));
    }
    const steps = Math.max(5, Math.round(10 * effort));
    const signIns = await heapOverSignIns(steps);
    const heap = signIns.map(({ heapBytes }) => heapBytes);
    figures.push(levels('memory/sign-ins', 'sign-ins of other people', [0, ...heap], STEP, steps));
    const microseconds = spreadOf(signIns.map(({ microsecondsEach }) => microsecondsEach));
    figures.push({
      id: 'memory/sign-in-time',
      label: 'a sign-in, and a request with its ticket',
      values: { µs: microseconds },
    });
    return {
      name: this.name,
      title: 'Memory: heap in use after a full collection',
      notes: ['bytes each: the slope from the second step on, when caches are full. A leak of one number is 8.'],
      figures,
    };
  },
};

/** @param heap bytes before, and after each step */
function levels(id: string, label: string, heap: readonly number[], each: number, steps: number): Figure {
  const settled = heap.slice(2).map((bytes, i) => [(i + 2) * each, bytes] as const);
  return {
    id,
    label: `${steps} × ${each.toLocaleString('en')} ${label}`,
    values: {
      'MB after one step': spreadOf([(heap[1] ?? 0) / MB]),
      'MB at the end': spreadOf([(heap.at(-1) ?? 0) / MB]),
      'bytes each': spreadOf([slopeOf(settled)]),
    },
  };
}
