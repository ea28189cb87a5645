import {
  Credentials,
  type Exchange,
  type Identification,
  type Identifier,
  Identity,
  type MaybePromise,
  type Plugin,
  WhoError,
} from '@who/core';
import type { FakeExchangeOptions } from '../fake-exchange.js';
import type { FakeRequestOptions } from '../fake-request.js';
import { attributesOf, Jar } from './cookies.js';
import { forHostileRequests, forHostileUserids } from './hostile.js';
import {
  answered,
  CLASSIFICATIONS,
  crowd,
  deepFreeze,
  expectCodedFailure,
  expectHidden,
  expectMethods,
  expectOneLineEach,
  expectReply,
  expectUntouched,
} from './promises.js';
import { expectReason, expectReasons, SAYS_WHY } from './reasons.js';
import type { TestRunner } from './runner.js';
import { defineSuite, type Scene, type Subject } from './subject.js';

/** An identifier, and what the suite has to know to try it. */
export interface IdentifierSubject<P extends Identifier & Plugin = Identifier & Plugin>
  extends Subject<P, keyof Identifier> {
  /** A request that carries this user's credentials. */
  request(userid: string, scene: Scene<P>): MaybePromise<FakeRequestOptions>;
  /** Whose credentials these claim to be. */
  claims(credentials: Credentials): string;
  /**
   * Where a sign-in is remembered:
   * - `own`: in a cookie that this plugin sets and finds again;
   * - `delegated`: by another plugin, which it calls;
   * - `none`: it remembers nothing (what it asks the browser to forget is not looked at).
   */
  readonly memory: 'own' | 'delegated' | 'none';
  /** What {@link Identifier.remember} is given. @default an identity with nothing but the userid */
  identity?(userid: string): Identity;
  /** The same plugin with a backend that does not answer. Leave it out when there is no backend. */
  broken?(): MaybePromise<P>;
}

/**
 * The contract of an identifier.
 *
 * @example
 * testIdentifier({ describe, it, expect }, {
 *   create: () => basicAuth({ realm: 'Example' }),
 *   request: (userid) => ({ headers: { Authorization: `Basic ${btoa(`${userid}:secret`)}` } }),
 *   claims: (credentials) => (credentials as PasswordCredentials).login,
 *   secrets: ['secret'],
 *   memory: 'none',
 * });
 */
export function testIdentifier<P extends Identifier & Plugin>(runner: TestRunner, subject: IdentifierSubject<P>): void {
  const { expect } = runner;
  const {
    memory,
    secrets = [],
    promises = [],
    broken,
    identity = (userid: string) => new Identity({ userid }),
  } = subject;
  const remembersNothing = memory === 'none' && 'it remembers nothing';
  const hasNoCookie = memory !== 'own' && 'it has no cookie of its own';

  const exchangeOf = async (scene: Scene<P>, userid: string, more: FakeExchangeOptions = {}): Promise<Exchange> =>
    scene.exchange({ ...(await subject.request(userid, scene)), ...more });

  /** A browser that has just been made to remember alice. */
  const remembering = async (scene: Scene<P>): Promise<Jar> => {
    const jar = new Jar(scene);
    jar.take(await scene.plugin.remember(scene.exchange(), identity('alice')));
    return jar;
  };

  defineSuite(runner, 'the contract of an identifier', subject, (check) => {
    check('has the methods of its role', ({ plugin }) => {
      expectMethods(runner, plugin, ['identify', 'remember', 'forget']);
    });

    check('finds nothing in a request without its credentials', async ({ plugin, exchange }) => {
      expect(await plugin.identify(exchange())).toBe(undefined);
      expect(await plugin.identify(exchange({ url: '/a?b=c', headers: { Cookie: 'other=1' } }))).toBe(undefined);
    });

    check('finds whose credentials a request carries', async (scene) => {
      for (const userid of ['alice', 'bob']) {
        const credentials = credentialsOf(await scene.plugin.identify(await exchangeOf(scene, userid)));
        expect(credentials instanceof Credentials).toBe(true);
        expect(subject.claims(credentials as Credentials)).toBe(userid);
      }
    });

    check('never throws, and answers in lines, whatever a request holds', async (scene) => {
      const look = async (request: FakeRequestOptions): Promise<void> => {
        const answer = scene.plugin.identify(scene.exchange(request));
        const found = await answered(runner, promises.includes('identify'), answer);
        const credentials = credentialsOf(found);
        expect(credentials === undefined || credentials instanceof Credentials).toBe(true);
        const reply = isIdentification(found) ? found.reply : undefined;
        if (reply && typeof reply !== 'function') expectReply(runner, reply);
      };
      await forHostileRequests(look);
      await forHostileRequests(look, await subject.request('alice', scene));
    });

    check('shows no secret when anything of it is printed', async (scene) => {
      const exchange = await exchangeOf(scene, 'alice');
      const found = await scene.plugin.identify(exchange);
      expectHidden(runner, secrets, [scene.plugin, found, credentialsOf(found), ...scene.log]);
    });

    check('changes neither the request nor the identity', async (scene) => {
      const known = deepFreeze(identity('alice'));
      await expectUntouched(runner, await exchangeOf(scene, 'alice'), async (exchange) => {
        await scene.plugin.identify(exchange);
        await scene.plugin.remember(exchange, known);
        await scene.plugin.forget(exchange, known);
      });
    });

    check('answers at once where it promises to', async (scene) => {
      const exchange = await exchangeOf(scene, 'alice');
      const calls = {
        identify: () => scene.plugin.identify(exchange),
        remember: () => scene.plugin.remember(exchange, identity('alice')),
        forget: () => scene.plugin.forget(exchange, identity('alice')),
      };
      for (const [method, call] of Object.entries(calls)) {
        await answered<unknown>(runner, promises.includes(method as keyof Identifier), call());
      }
    });

    check(
      'remembers nothing',
      async ({ plugin, exchange }) => {
        expect((await plugin.remember(exchange(), identity('alice'))) ?? []).toEqual([]);
      },
      memory !== 'none' && 'it remembers',
    );

    check(
      'is found again by the cookie that it set',
      async (scene) => {
        const jar = await remembering(scene);
        const credentials = credentialsOf(await scene.plugin.identify(jar.exchange()));
        expect(credentials && subject.claims(credentials)).toBe('alice');
      },
      hasNoCookie,
    );

    check(
      'sets no cookie anew as long as nothing has changed',
      async (scene) => {
        const jar = await remembering(scene);
        expect((await scene.plugin.remember(jar.exchange(), identity('alice'))) ?? []).toEqual([]);
      },
      hasNoCookie,
    );

    check(
      'undoes by forget what remember did',
      async (scene) => {
        const jar = await remembering(scene);
        expect(jar.names().length > 0).toBe(true);
        jar.take(await scene.plugin.forget(jar.exchange(), identity('alice')));
        expect(jar.names()).toEqual([]);
      },
      remembersNothing,
    );

    check(
      'forgets also when it is not known who it was',
      async (scene) => {
        const jar = await remembering(scene);
        jar.take(await scene.plugin.forget(jar.exchange(), undefined));
        expect(jar.names()).toEqual([]);
      },
      remembersNothing,
    );

    check('sends headers that stay in their lines, whoever it is', async (scene) => {
      await forHostileUserids(async (userid) => {
        const known = identity(userid);
        expectOneLineEach(runner, await orRefused(() => scene.plugin.remember(scene.exchange(), known)));
        expectOneLineEach(runner, await scene.plugin.forget(scene.exchange(), known));
      });
    });

    check(
      'gives a cookie the same attributes, whoever it is',
      async (scene) => {
        const usual = attributesOf((await scene.plugin.remember(scene.exchange(), identity('alice'))) ?? []);
        await forHostileUserids(async (userid) => {
          const headers = await orRefused(() => scene.plugin.remember(scene.exchange(), identity(userid)));
          if (headers) expect(attributesOf(headers)).toEqual(usual);
        });
      },
      remembersNothing,
    );

    check(SAYS_WHY, async (scene) => {
      const { plugin } = scene;
      const whenAsked = (request: FakeRequestOptions) =>
        expectReasons(runner, scene, 'identify', request, (exchange) => plugin.identify(exchange));
      await whenAsked({});
      await forHostileRequests(whenAsked, await subject.request('alice', scene));
      for (const known of [identity('alice'), new Identity({ userid: 'alice' })]) {
        await expectReasons(runner, scene, 'remember', {}, (exchange) => plugin.remember(exchange, known));
        await expectReasons(runner, scene, 'forget', {}, (exchange) => plugin.forget(exchange, known));
      }
      await expectReasons(runner, scene, 'forget', {}, (exchange) => plugin.forget(exchange, undefined));
      const again = (await remembering(scene)).exchange();
      expectReason(scene, again, 'remember', await plugin.remember(again, identity('alice')));
    });

    check('keeps 100 exchanges apart', async (scene) => {
      const claims = await crowd(async (index) => {
        const exchange = await exchangeOf(scene, `user${index}`);
        const credentials = credentialsOf(await scene.plugin.identify(exchange));
        return credentials && subject.claims(credentials);
      });
      expect(claims).toEqual(claims.map((_, index) => `user${index}`));
    });

    check('works under any classification', async (scene) => {
      for (const classification of CLASSIFICATIONS) {
        const exchange = await exchangeOf(scene, 'alice', { classification });
        const credentials = credentialsOf(await scene.plugin.identify(exchange));
        expect(credentials && subject.claims(credentials)).toBe('alice');
      }
    });

    check(
      'fails with a code when its backend is down',
      async (scene) => {
        const exchange = await exchangeOf(scene, 'alice');
        await expectCodedFailure(runner, secrets, scene, () => scene.plugin.identify(exchange));
      },
      !broken && 'it has no backend',
      broken,
    );
  });
}

function credentialsOf(found: Credentials | Identification | undefined): Credentials | undefined {
  return isIdentification(found) ? found.credentials : found;
}

function isIdentification(found: Credentials | Identification | undefined): found is Identification {
  return found !== undefined && ('reply' in found || 'conceal' in found);
}

/** An identity that a plugin cannot write down is refused, with a code. */
async function orRefused<T>(call: () => MaybePromise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof WhoError) return undefined;
    throw error;
  }
}
