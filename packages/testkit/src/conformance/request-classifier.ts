import type { RequestClassifier } from '@who/core';
import type { FakeRequestOptions } from '../fake-request.js';
import { forHostileRequests } from './hostile.js';
import { answered, crowd, expectUntouched } from './promises.js';
import { expectReasons, SAYS_WHY } from './reasons.js';
import type { TestRunner } from './runner.js';
import { defineSuite, type Subject } from './subject.js';

/** A request classifier, and what the suite has to know to try it. */
export interface RequestClassifierSubject extends Subject<RequestClassifier, 'classify'> {
  /** Requests of two or more kinds, and what they are. */
  readonly examples: readonly { readonly request: FakeRequestOptions; readonly classification: string }[];
}

/**
 * The contract of a request classifier.
 *
 * @example
 * testRequestClassifier({ describe, it, expect }, {
 *   create: () => defaultRequestClassifier,
 *   examples: [
 *     { request: {}, classification: 'browser' },
 *     { request: { method: 'PROPFIND' }, classification: 'dav' },
 *   ],
 * });
 */
export function testRequestClassifier(runner: TestRunner, subject: RequestClassifierSubject): void {
  const { expect } = runner;
  const { examples, promises = [] } = subject;

  defineSuite(runner, 'the contract of a request classifier', subject, (check) => {
    check('says what kind each request is', async ({ plugin, exchange }) => {
      expect(new Set(examples.map(({ classification }) => classification)).size > 1).toBe(true);
      for (const { request, classification } of examples) {
        expect(await plugin(exchange(request))).toBe(classification);
      }
    });

    check('says one word, and never throws, whatever a request holds', async ({ plugin, exchange }) => {
      await forHostileRequests(async (request) => {
        // A word of its own, not one that the request brought: orders name classifications.
        expect(await plugin(exchange(request))).toMatch(/^[a-z][a-z0-9_-]{0,31}$/);
      });
    });

    check('says the same when it is asked again', async ({ plugin, exchange }) => {
      for (const { request } of examples) {
        const own = exchange(request);
        expect(await plugin(own)).toBe(await plugin(own));
      }
    });

    check('changes nothing of the request', async ({ plugin, exchange }) => {
      for (const { request } of examples) await expectUntouched(runner, exchange(request), (own) => plugin(own));
    });

    check('answers at once where it promises to', async ({ plugin, exchange }) => {
      await answered(runner, promises.includes('classify'), plugin(exchange()));
    });

    check(SAYS_WHY, async (scene) => {
      for (const { request } of examples) {
        await expectReasons(runner, scene, 'requestClassifier', request, (own) => scene.plugin(own));
      }
    });

    check('keeps 100 exchanges apart', async ({ plugin, exchange }) => {
      const example = (index: number) => examples[index % examples.length] as (typeof examples)[number];
      const answers = await crowd(async (index) => plugin(exchange(example(index).request)));
      expect(answers).toEqual(answers.map((_, index) => example(index).classification));
    });
  });
}
