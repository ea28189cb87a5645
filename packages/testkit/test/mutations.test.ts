import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authenticator } from './mutants/authenticator.js';
import { challenger } from './mutants/challenger.js';
import { challengeDecider, requestClassifier } from './mutants/classifier-and-decider.js';
import { identifier } from './mutants/identifier.js';
import { metadataCache } from './mutants/metadata-cache.js';
import { metadataProvider } from './mutants/metadata-provider.js';
import { type MutantTable, runSuite, type SuiteRun } from './mutants/suite-run.js';

/** Each table knows its own subjects; here they are only handed on. */
type AnyTable = MutantTable<never>;
const tables = {
  identifier,
  authenticator,
  challenger,
  'metadata provider': metadataProvider,
  'metadata cache': metadataCache,
  'request classifier': requestClassifier,
  'challenge decider': challengeDecider,
} as unknown as Record<string, AnyTable>;

// A mutant must be caught every time, not with a probability.
fc.configureGlobal({ seed: 20_260_101 });

/** Every suite has to pass plugins without faults, and to see each fault that a plugin may have. */
describe.each(Object.entries(tables))('the suite for a %s', (_, { suite, sound, mutants }) => {
  const run = (subject: never): Promise<SuiteRun> => runSuite((runner) => suite(runner, subject));

  it('passes a plugin without faults', async () => {
    for (const subject of sound) expect((await run(subject)).failed).toEqual([]);
  });

  it.each(mutants)('sees a plugin that $that', async ({ subject, caughtBy }) => {
    expect((await run(subject)).failed).toContain(caughtBy);
  });

  it('has no check that no mutant proves', async () => {
    const runs = await Promise.all(sound.map(run));
    const checks = new Set(runs.flatMap(({ checks }) => checks));
    const proven = new Set(mutants.map(({ caughtBy }) => caughtBy));
    expect([...checks].filter((name) => !proven.has(name))).toEqual([]);
  });
});
