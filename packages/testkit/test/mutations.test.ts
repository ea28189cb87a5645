import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapter } from './mutants/adapter/table.js';
import { authenticator } from './mutants/authenticator.js';
import { challenger } from './mutants/challenger.js';
import { challengeDecider, requestClassifier } from './mutants/classifier-and-decider.js';
import { identifier } from './mutants/identifier.js';
import { metadataCache } from './mutants/metadata-cache.js';
import { metadataProvider } from './mutants/metadata-provider.js';
import { type MutantTable, runSuite, type SuiteRun } from './mutants/suite-run.js';
import { userBackend } from './mutants/user-backend.js';

/** Each table knows its own subjects; here they are only handed on. */
type AnyTable = MutantTable<never>;
const tables = {
  'an identifier': identifier,
  'an authenticator': authenticator,
  'a challenger': challenger,
  'a metadata provider': metadataProvider,
  'a metadata cache': metadataCache,
  'a request classifier': requestClassifier,
  'a challenge decider': challengeDecider,
  'an authenticator with users in a backend': userBackend,
  'an adapter': adapter,
} as unknown as Record<string, AnyTable>;

// A mutant must be caught every time, not with a probability.
fc.configureGlobal({ seed: 20_260_101 });

/** Every suite has to pass subjects without faults, and to see each fault that one may have. */
describe.each(Object.entries(tables))('the suite for %s', (_, { suite, sound, mutants }) => {
  const run = (subject: never, isWanted?: (name: string) => boolean): Promise<SuiteRun> =>
    runSuite((runner) => suite(runner, subject), isWanted);

  it('passes one without faults', async () => {
    for (const subject of sound) expect((await run(subject)).failed).toEqual([]);
  });

  it.each(mutants)('sees one that $that: $caughtBy', async ({ subject, caughtBy }) => {
    expect((await run(subject, (name) => name === caughtBy)).failed).toContain(caughtBy);
  });

  it('has no check that no mutant proves', async () => {
    const runs = await Promise.all(sound.map((subject) => run(subject, () => false)));
    const checks = new Set(runs.flatMap(({ checks }) => checks));
    const proven = new Set(mutants.map(({ caughtBy }) => caughtBy));
    expect([...checks].filter((name) => !proven.has(name))).toEqual([]);
  });
});
