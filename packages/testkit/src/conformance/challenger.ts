import { type Challenger, type Exchange, type Plugin, type Reply, responseHead } from '@who/core';
import type { FakeExchangeOptions } from '../fake-exchange.js';
import { forHostileRequests } from './hostile.js';
import {
  atOnce,
  CLASSIFICATIONS,
  crowd,
  expectHidden,
  expectMethods,
  expectReply,
  expectUntouched,
} from './promises.js';
import type { TestRunner } from './runner.js';
import { defineSuite, type Scene, type Subject } from './subject.js';

/** A challenger, and what the suite has to know to try it. */
export interface ChallengerSubject<P extends Challenger & Plugin = Challenger & Plugin>
  extends Subject<P, keyof Challenger> {
  /** The status that it answers an ordinary page load with, e.g. 302 or 401. */
  readonly status: number;
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
  const ask = async (plugin: P, exchange: Exchange, reason = ''): Promise<Reply | undefined> => {
    const answer = plugin.challenge(exchange, responseHead(401, reason === '' ? [] : [[REASON, reason]]));
    return promises.includes('challenge') ? answer : atOnce(runner, answer);
  };

  /** Every hostile request, and a response with a hostile reason. */
  const whatever = (scene: Scene<P>, look: (reply: Reply) => void) =>
    forHostileRequests(async (request, reason) => {
      const reply = await ask(scene.plugin, scene.exchange(request), reason);
      if (reply) look(reply);
    });

  defineSuite(runner, 'the contract of a challenger', subject, (check) => {
    check('has the method of its role', ({ plugin }) => {
      expectMethods(runner, plugin, ['challenge']);
    });

    check('answers a page load with its status', async (scene) => {
      const reply = await ask(scene.plugin, scene.exchange({ url: '/page' }));
      expect(reply?.status).toBe(status);
      expectReply(runner, reply as Reply);
    });

    check(
      'names a scheme with every 401',
      async (scene) => {
        await whatever(scene, (reply) => {
          // RFC 9110, section 15.5.2
          if (reply.status === 401) expect(headersOf(reply, 'www-authenticate').length > 0).toBe(true);
        });
      },
      status !== 401 && `it answers with ${status}`,
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
      const answer = scene.plugin.challenge(scene.exchange(), responseHead(401));
      if (promises.includes('challenge')) await answer;
      else atOnce(runner, answer);
    });

    check('shows no secret in what it sends, prints and logs', async (scene) => {
      const reply = await ask(scene.plugin, scene.exchange({ url: '/page' }));
      expectHidden(runner, secrets, [scene.plugin, reply, ...scene.log]);
    });

    check('keeps 100 exchanges apart', async (scene) => {
      const mark = (index: number) => `mark-${index}-`;
      const marks = await crowd(async (index) => {
        const exchange = scene.exchange({
          url: `/${mark(index)}?a=${mark(index)}`,
          headers: { 'X-Mark': mark(index) },
        });
        const reply = await ask(scene.plugin, exchange, mark(index));
        const text = JSON.stringify([reply?.headers, Buffer.from(reply?.body ?? '').toString()]);
        return [...new Set(text.match(/mark-\d+-/g))].filter((found) => found !== mark(index));
      });
      expect(marks.flat()).toEqual([]);
    });

    check('works under any classification', async (scene) => {
      for (const classification of CLASSIFICATIONS) {
        expect((await ask(scene.plugin, scene.exchange({ url: '/page', classification })))?.status).toBe(status);
      }
    });

    check(
      'leaves what it does not answer to the next',
      async (scene) => {
        expect(await ask(scene.plugin, scene.exchange(declines))).toBe(undefined);
      },
      !declines && 'it answers every request',
    );
  });
}

/** The header in which repoze.who's challengers look for a reason. */
const REASON = 'X-Authorization-Failure-Reason';

function headersOf({ headers = [] }: Reply, wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}
