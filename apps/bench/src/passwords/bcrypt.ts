import { interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { ratios, spreadOf } from '../statistics.js';
import type { Answer, Question, Way } from './bcrypt-worker.js';

const WAYS: readonly Way[] = ['who', 'direct'];
/** In all rounds of a full run together, a thousand by each. */
const CHECKS = 25;

/** bcrypt of cost 10 by `@who/passwords`, and by `@node-rs/bcrypt` directly, each in a process of its own on one core. */
export function measureBcrypt(rounds: number): Promise<readonly Figure[]> {
  return withAll(async (keep) => {
    const cases = WAYS.map((way) => {
      const worker = keep(startChild<Question, Answer>('passwords/bcrypt-worker.js', { args: [way], core: 'server' }));
      return { id: way, sample: () => worker.ask({ checks: CHECKS }) };
    });
    for (const { sample } of cases) await sample();
    const samples = await interleave(cases, rounds);
    const of = (way: Way, pick: (answer: Answer) => number): number[] => (samples.get(way) ?? []).map(pick);
    const clock = (one: Answer): number => one.milliseconds;
    const cpu = (one: Answer): number => one.cpuMilliseconds;
    return WAYS.map((way) => ({
      id: `passwords/bcrypt10-${way}`,
      label: way === 'who' ? 'bcrypt of cost 10 by @who/passwords' : '… by @node-rs/bcrypt directly',
      values: {
        'per second and core': spreadOf(of(way, clock).map((ms) => 1000 / ms)),
        '× direct': spreadOf(ratios(of('direct', clock), of(way, clock))),
        'CPU ms': spreadOf(of(way, cpu)),
        'CPU × direct': spreadOf(ratios(of('direct', cpu), of(way, cpu))),
      },
    }));
  });
}
