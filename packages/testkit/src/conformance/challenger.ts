import { type Challenger, type Exchange, type MaybePromise, type Plugin, type Reply, responseHead } from '@who/core';
import type { FakeExchangeOptions } from '../fake-exchange.js';
import { forHostileRequests } from './hostile.js';
import {
  answered,
  CLASSIFICATIONS,
  crowd,
  expectHidden,
  expectMethods,
  expectReply,
  expectUntouched,
} from './promises.js';
import { expectReasons, SAYS_WHY } from './reasons.js';
import type { TestRunner } from './runner.js';
import { defineSuite, type Scene, type Subject } from './subject.js';

/** A situation in which a challenger answers. */
export interface ChallengerExample<P> {
  /** @default a page load */
  readonly request?: FakeExchangeOptions | undefined;
  /** What the application answered. @default 401 */
  readonly responseStatus?: number | undefined;
  /** What has happened before: the plugin has looked for credentials, or has refused some. */
  prepare?(exchange: Exchange, plugin: P): MaybePromise<unknown>;
  /** The status that the challenger answers with. */
  readonly status: number;
}

/** A challenger, and what the suite has to know to try it. */
export interface ChallengerSubject<P extends Challenger & Plugin = Challenger & Plugin>
  extends Subject<P, keyof Challenger> {
  /** The status that it answers an ordinary page load with, e.g. 302 or 401. */
  readonly status: number;
  /** Where it answers otherwise. Every check is made of these, too. */
  readonly examples?: readonly ChallengerExample<NoInfer<P>>[] | undefined;
  /** Headers of the application's response that it looks at. @default repoze.who's reason */
  readonly responseHeaders?: readonly string[] | undefined;
  /** Origins that it may lead to, besides the application's own: of a CAS server, a login page elsewhere. */
  readonly origins?: readonly string[] | undefined;
  /** A request that it leaves to the next challenger. Leave it out when it answers all. */
  readonly declines?: FakeExchangeOptions | undefined;
}

/**
 * The contract of a challenger.
 *
 * @example
 * testChallenger({ describe, it, expect }, {
 *   create: () => redirector({ loginUrl: '/login' }),
 *   status: 302,
 *   declines: { url: '/login' },
 * });
 */
export function testChallenger<P extends Challenger & Plugin>(runner: TestRunner, subject: ChallengerSubject<P>): void {
  const { expect } = runner;
  const { status, origins = [], declines, secrets = [], promises = [] } = subject;
  const { responseHeaders = ['X-Authorization-Failure-Reason'] } = subject;
  const examples: readonly ChallengerExample<P>[] = [{ status }, ...(subject.examples ?? [])];

  /** Asks in the situation of an example. @param text stands in every header of the application's response */
  const ask = async (
    { plugin }: Scene<P>,
    exchange: Exchange,
    { responseStatus = 401, prepare }: Omit<ChallengerExample<P>, 'status'> = {},
    text = '',
  ): Promise<Reply | undefined> => {
    await prepare?.(exchange, plugin);
    const headers = text === '' ? [] : responseHeaders.map((name): [string, string] => [name, text]);
    const answer = plugin.challenge(exchange, responseHead(responseStatus, headers));
    return answered(runner, promises.includes('challenge'), answer);
  };

  /** Looks at the answers to every hostile request, in every situation. */
  const whatever = async (scene: Scene<P>, look: (reply: Reply) => void): Promise<void> => {
    for (const example of examples) {
      await forHostileRequests(async (request, text) => {
        const reply = await ask(scene, scene.exchange(request), example, text);
        if (reply) look(reply);
      }, example.request);
    }
  };

  defineSuite(runner, 'the contract of a challenger', subject, (check) => {
    check('has the method of its role', ({ plugin }) => {
      expectMethods(runner, plugin, ['challenge']);
    });

    check('answers with its status', async (scene) => {
      for (const example of examples) {
        const reply = await ask(scene, scene.exchange(example.request ?? PAGE), example);
        expect(reply?.status).toBe(example.status);
        expectReply(runner, reply as Reply);
      }
    });

    check(
      'names a scheme with every 401',
      async (scene) => {
        await whatever(scene, (reply) => {
          // RFC 9110, section 15.5.2
          if (reply.status === 401) expect(headersOf(reply, 'www-authenticate').length > 0).toBe(true);
        });
      },
      examples.every((example) => example.status !== 401) && `it answers with ${status}`,
    );

    check('sends what stays in its lines, whatever the request says', async (scene) => {
      await whatever(scene, (reply) => expectReply(runner, reply));
    });

    check('leads to no foreign origin, whatever the request says', async (scene) => {
      const here = new URL(scene.exchange().publicUrl);
      await whatever(scene, (reply) => {
        for (const location of headersOf(reply, 'location')) {
          expect([here.origin, ...origins]).toContain(new URL(location, here).origin);
        }
      });
    });

    check('writes no markup that the request brought', async (scene) => {
      await whatever(scene, ({ body = '' }) => {
        expect(Buffer.from(body).toString()).not.toContain('<script>injected');
      });
    });

    check('changes neither the request nor the response', async (scene) => {
      const response = Object.freeze({ ...responseHead(401), setCookies: Object.freeze(['a=1']) });
      await expectUntouched(runner, scene.exchange({ url: '/page', headers: { Cookie: 'a=1' } }), (exchange) =>
        scene.plugin.challenge(exchange, response),
      );
    });

    check('answers at once where it promises to', async (scene) => {
      for (const example of examples) await ask(scene, scene.exchange(example.request), example);
    });

    check('shows no secret in what it sends, prints and logs', async (scene) => {
      for (const example of examples) {
        const reply = await ask(scene, scene.exchange(example.request ?? PAGE), example);
        expectHidden(runner, secrets, [scene.plugin, reply, ...scene.log]);
      }
    });

    check(SAYS_WHY, async (scene) => {
      const asks = [...examples, ...(declines ? [{ request: declines }] : [])];
      for (const example of asks) {
        const called = (exchange: Exchange) => ask(scene, exchange, example);
        await expectReasons(runner, scene, 'challenge', example.request ?? PAGE, called);
        await forHostileRequests((request) => expectReasons(runner, scene, 'challenge', request, called));
      }
    });

    check('keeps 100 exchanges apart', async (scene) => {
      const mark = (index: number) => `mark-${index}-`;
      const marks = await crowd(async (index) => {
        const url = `/${mark(index)}?a=${mark(index)}`;
        const exchange = scene.exchange({ url, headers: { 'X-Mark': mark(index) } });
        const reply = await ask(scene, exchange, {}, mark(index));
        const text = JSON.stringify([reply?.headers, Buffer.from(reply?.body ?? '').toString()]);
        return [...new Set(text.match(/mark-\d+-/g))].filter((found) => found !== mark(index));
      });
      expect(marks.flat()).toEqual([]);
    });

    check('works under any classification', async (scene) => {
      for (const example of examples) {
        for (const classification of CLASSIFICATIONS) {
          const exchange = scene.exchange({ ...(example.request ?? PAGE), classification });
          expect((await ask(scene, exchange, example))?.status).toBe(example.status);
        }
      }
    });

    check(
      'leaves what it does not answer to the next',
      async (scene) => {
        expect(await ask(scene, scene.exchange(declines))).toBe(undefined);
      },
      !declines && 'it answers every request',
    );
  });
}

const PAGE: FakeExchangeOptions = { url: '/page' };

function headersOf({ headers = [] }: Reply, wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}
