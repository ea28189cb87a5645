import { type AdapterSubject, testAdapter } from '../../../src/index.js';
import type { MutantTable } from '../suite-run.js';
import { challenges, earlyReplies } from './challenges.js';
import { failures, streams } from './failures.js';
import { people } from './people.js';
import { referenceAdapter } from './reference.js';
import { layers, requests } from './requests.js';

export const adapter: MutantTable<AdapterSubject> = {
  suite: testAdapter,
  sound: [referenceAdapter()],
  mutants: [people, challenges, earlyReplies, failures, streams, requests, layers].flat(),
};
