import { describe, expect, it } from 'vitest';
import { interleave } from '../src/interleave.js';

async function order(ids: readonly string[], rounds: number): Promise<string> {
  const sampled: string[] = [];
  const cases = ids.map((id) => ({ id, sample: async () => sampled.push(id) }));
  const samples = await interleave(cases, rounds);
  for (const id of ids) expect(samples.get(id)).toHaveLength(rounds);
  return sampled.join('');
}

describe('cases that are measured in turn', () => {
  it('go forth and back, each round from the next one on', async () => {
    expect(await order(['A', 'B', 'C'], 4)).toBe('ABCBACCABACB');
  });

  it('come behind each of their neighbours as often', async () => {
    const rounds = 8;
    const all = await order(['A', 'B', 'C', 'D'], rounds);
    const within = Array.from({ length: rounds }, (_, round) => all.slice(4 * round, 4 * round + 4)).join(' ');
    expect(within.split('AB').length).toBe(within.split('BA').length);
    expect(within.split('DA').length).toBe(within.split('AD').length);
  });
});
