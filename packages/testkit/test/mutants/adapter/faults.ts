import type { HeaderList } from '@who/core';
import type { AdapterSubject } from '../../../src/index.js';
import type { Mutant } from '../suite-run.js';
import { referenceAdapter, runApplication, type Steps, sound } from './reference.js';

/** One fault, and all the checks that see it. */
export const mutants = (
  that: string,
  caughtBy: readonly string[],
  steps: () => Partial<Steps>,
): Mutant<AdapterSubject>[] => caughtBy.map((check) => ({ that, caughtBy: check, subject: referenceAdapter(steps()) }));

export const isHead = ({ req }: { readonly req: { readonly method?: string | undefined } }): boolean =>
  req.method === 'HEAD';
export const cookiesOf = (headers: HeaderList): HeaderList => headers.filter(([name]) => name === 'Set-Cookie');
export const others = (headers: HeaderList): HeaderList => headers.filter(([name]) => name !== 'Set-Cookie');

/** Steps of an adapter whose application may be broken in one of the things that it meets. */
export const meeting = (parts: Partial<Steps>): Partial<Steps> => {
  const steps = { ...sound, ...parts };
  return { run: (who, passage) => runApplication(steps, who, passage) };
};
