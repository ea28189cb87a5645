import type { Exchange } from '@who/core';
import type { FakeExchangeOptions } from '../fake-exchange.js';
import type { TestRunner } from './runner.js';
import type { Scene } from './subject.js';

// Why somebody is not signed in is the question of everybody who runs an application. Each role answers it.

/** How the check is called in the suite of each role. */
export const SAYS_WHY = 'says why when it has nothing to say, and answers alike when nobody looks on';

/** A call that came to nothing has given a reason; what came of it is in `answer`. */
export function expectReason(scene: Scene<object>, exchange: Exchange, method: string, answer: unknown): void {
  if (!isNothing(answer) || scene.reasons(exchange).length > 0) return;
  throw new Error(
    `${method}() came to nothing and gave no reason, while somebody looked on. Whoever wonders why they are not signed ` +
      'in would wonder on: say it by exchange.explain?.(reasons.WHY), with reasons of reasonsOf().',
  );
}

/** The same for a call that is made twice: while somebody looks on, and while nobody does. */
export async function expectReasons(
  { expect }: TestRunner,
  scene: Scene<object>,
  method: string,
  request: FakeExchangeOptions,
  call: (exchange: Exchange) => unknown,
): Promise<void> {
  const exchange = scene.exchange(request);
  const answer = await call(exchange);
  expectReason(scene, exchange, method, answer);
  const unseen = await call(scene.exchange({ ...request, explain: undefined }));
  expect(isNothing(unseen)).toBe(isNothing(answer));
}

/** `forget` and `remember` may also say nothing by a list without headers. */
function isNothing(answer: unknown): boolean {
  return answer === undefined || answer === false || (Array.isArray(answer) && answer.length === 0);
}
