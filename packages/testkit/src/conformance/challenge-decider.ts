import { type ChallengeDecider, type Exchange, type HeaderList, type MaybePromise, responseHead } from '@who/core';
import type { FakeRequestOptions } from '../fake-request.js';
import { forHostileRequests } from './hostile.js';
import { answered, CLASSIFICATIONS, crowd, expectUntouched } from './promises.js';
import { expectReasons, SAYS_WHY } from './reasons.js';
import type { TestRunner } from './runner.js';
import { defineSuite, type Scene, type Subject } from './subject.js';

/** What an application answered, and whether that asks for a challenge. */
export interface DeciderExample {
  readonly status: number;
  readonly headers?: HeaderList | undefined;
  readonly request?: FakeRequestOptions | undefined;
  /** What has happened to the exchange before: a plugin has found and accepted credentials, for instance. */
  prepare?(exchange: Exchange): MaybePromise<unknown>;
  readonly challenge: boolean;
}

/** A challenge decider, and what the suite has to know to try it. */
export interface ChallengeDeciderSubject extends Subject<ChallengeDecider, 'decide'> {
  /** Responses, some of which ask for a challenge and some of which do not. */
  readonly examples: readonly DeciderExample[];
}

/**
 * The contract of a challenge decider.
 *
 * @example
 * testChallengeDecider({ describe, it, expect }, {
 *   create: () => defaultChallengeDecider,
 *   examples: [
 *     { status: 401, challenge: true },
 *     { status: 200, challenge: false },
 *   ],
 * });
 */
export function testChallengeDecider(runner: TestRunner, subject: ChallengeDeciderSubject): void {
  const { expect } = runner;
  const { examples, promises = [] } = subject;
  /** The exchange of an example, at the moment when the application answers. */
  const prepared = async ({ exchange }: Scene<ChallengeDecider>, example: DeciderExample): Promise<Exchange> => {
    const own = exchange(example.request);
    await example.prepare?.(own);
    return own;
  };
  const decide = async (scene: Scene<ChallengeDecider>, example: DeciderExample): Promise<boolean> =>
    scene.plugin(await prepared(scene, example), responseHead(example.status, example.headers));

  defineSuite(runner, 'the contract of a challenge decider', subject, (check) => {
    check('decides on each response', async (scene) => {
      expect(new Set(examples.map(({ challenge }) => challenge)).size).toBe(2);
      for (const example of examples) expect(await decide(scene, example)).toBe(example.challenge);
    });

    check('says true or false, and never throws, whatever it is shown', async ({ plugin, exchange }) => {
      await forHostileRequests(async (request, text) => {
        for (const status of [200, 302, 401, 403, 500]) {
          const response = responseHead(status, [
            ['WWW-Authenticate', text],
            ['Content-Type', text],
          ]);
          expect(typeof (await plugin(exchange(request), response))).toBe('boolean');
        }
      });
    });

    check('decides the same when it is asked again', async (scene) => {
      for (const example of examples) expect(await decide(scene, example)).toBe(await decide(scene, example));
    });

    check('changes neither the request nor the response', async (scene) => {
      for (const example of examples) {
        const { status, headers } = example;
        const response = Object.freeze({ ...responseHead(status, headers), setCookies: Object.freeze([]) });
        await expectUntouched(runner, await prepared(scene, example), (own) => scene.plugin(own, response));
      }
    });

    check('answers at once where it promises to', async (scene) => {
      for (const example of examples) {
        const answer = scene.plugin(await prepared(scene, example), responseHead(example.status, example.headers));
        await answered(runner, promises.includes('decide'), answer);
      }
    });

    check(SAYS_WHY, async (scene) => {
      for (const example of examples) {
        await expectReasons(runner, scene, 'challengeDecider', example.request ?? {}, async (own) => {
          await example.prepare?.(own);
          return scene.plugin(own, responseHead(example.status, example.headers));
        });
      }
    });

    check('keeps 100 exchanges apart', async (scene) => {
      const example = (index: number) => examples[index % examples.length] as DeciderExample;
      const answers = await crowd(async (index) => decide(scene, example(index)));
      expect(answers).toEqual(answers.map((_, index) => example(index).challenge));
    });

    check('works under any classification', async ({ plugin, exchange }) => {
      for (const classification of CLASSIFICATIONS) {
        for (const { request, status, headers } of examples) {
          const answer = await plugin(exchange({ ...request, classification }), responseHead(status, headers));
          expect(typeof answer).toBe('boolean');
        }
      }
    });
  });
}
