import type { Exchange } from '@who/core';
import type { CasAsk, CasPolicy } from '../options/policies.js';
import { pathTest, usualPath } from './paths.js';

/** What a request is asked for, if anything. */
export type PolicyOf = (exchange: Exchange) => Exclude<CasAsk, 'never'> | undefined;

/** Finds the first policy that matches. In doubt `always` and `renew` do, `gateway` and `never` do not. */
export function policyOf(policies: readonly CasPolicy[]): PolicyOf {
  const tests = policies.map(({ path, ask, methods, only }) => {
    const isStrict = ask === 'always' || ask === 'renew';
    const allMethods = methods?.includes('GET') && isStrict ? [...methods, 'HEAD'] : methods;
    return { ask, only, methods: allMethods, isStrict, isMeant: pathTest(path, isStrict) };
  });
  return (exchange) => {
    const { path, method, classification } = exchange;
    const read = usualPath(path);
    for (const { ask, methods, only, isStrict, isMeant } of tests) {
      if (methods && !methods.includes(method)) continue;
      if (only && !only.includes(classification)) continue;
      if (read === undefined ? isStrict : isMeant(read, path)) return ask === 'never' ? undefined : ask;
    }
    return undefined;
  };
}
