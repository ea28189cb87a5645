import { redisIsThere } from '../redis/redis-server.js';
import { measureReplay, replayCases } from '../redis/replay.js';
import type { Answer } from '../redis/replay-worker.js';
import type { Figure } from '../report/figure.js';
import { ratios, spreadOf } from '../statistics.js';
import { roundsOf, type SectionRunner } from './section.js';

export const redis: SectionRunner = {
  name: 'redis',
  async run(options) {
    return {
      name: this.name,
      title: 'Metadata from Redis: ten attributes, over one connection of ioredis, without HTTP and engine',
      notes: redisIsThere ? [] : ['Nothing is measured: redis-server is not installed.'],
      figures: redisIsThere ? figuresOf(await measureReplay(roundsOf(25, options))) : [],
    };
  },
};

function figuresOf(samples: ReadonlyMap<string, readonly Answer[]>): Figure[] {
  const rate = (id: string): readonly number[] => (samples.get(id) ?? []).map(({ perSecond }) => perSecond);
  return replayCases.map(({ id, transport, way, readers, base }) => ({
    id,
    label: `${way === 'replay' ? 'the cache' : 'GET and JSON.parse'}, ${transport}, ${readers} at a time`,
    values: {
      'reads/s': spreadOf(rate(id)),
      '× GET': spreadOf(ratios(rate(id), rate(base))),
      'CPU µs': spreadOf((samples.get(id) ?? []).map(({ cpuMicroseconds }) => cpuMicroseconds)),
    },
  }));
}
