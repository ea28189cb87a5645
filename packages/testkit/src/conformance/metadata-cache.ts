import { inspect } from 'node:util';
import { type Exchange, Identity, type MaybePromise, type MetadataProvider, type Plugin } from '@who/core';
import fc from 'fast-check';
import { hostileUserid, RUNS } from './hostile.js';
import { spoil } from './metadata-provider.js';
import {
  answered,
  crowd,
  deepFreeze,
  expectCodedFailure,
  expectHidden,
  expectMethods,
  expectUntouched,
} from './promises.js';
import { expectReasons, SAYS_WHY } from './reasons.js';
import type { TestRunner } from './runner.js';
import { defineSuite, type Scene, type Subject } from './subject.js';

type Cache = MetadataProvider<object> & Plugin;

/** A metadata cache, and what the suite has to know to try it. */
export interface MetadataCacheSubject<P extends Cache = Cache> extends Subject<P, 'addMetadata' | 'forgetMetadata'> {
  /** Name of the metadata that it keeps: `identity.metadata[entry]`. @default 'attributes' */
  readonly entry?: string | undefined;
  /** Values that may be released for a user. They must contain the userid. @default attributes as CAS releases them */
  released?(userid: string): object;
  /** How long values are kept, in milliseconds. Leave it out when that cannot be seen by the clock. */
  readonly lifetimeMs?: number | undefined;
  /** How many users' values are kept at most, as {@link Subject.create} sets it. Leave it out without a limit. */
  readonly maxEntries?: number | undefined;
  /** A strict cache with a store that does not answer. Leave it out when the store cannot fail. */
  broken?(): MaybePromise<P>;
}

/**
 * The contract of a metadata cache: what is released once, at sign-in, is there on every later request, for its owner
 * and nobody else.
 *
 * @example
 * testMetadataCache({ describe, it, expect }, {
 *   create: (clock) => memoryMetadataCache({ ttlSeconds: 60, now: clock.now }),
 *   lifetimeMs: 60_000,
 * });
 */
export function testMetadataCache<P extends Cache>(runner: TestRunner, subject: MetadataCacheSubject<P>): void {
  const { expect } = runner;
  const { entry = 'attributes', lifetimeMs, maxEntries, secrets = [], promises = [], broken } = subject;
  const { released = (userid: string) => ({ uid: [userid], mail: [`${userid}@example.org`], memberOf: ['a', 'b'] }) } =
    subject;

  /** A sign-in: values are released and captured. */
  const signIn = async ({ plugin, exchange }: Scene<P>, userid: string, values: unknown = released(userid)) =>
    plugin.addMetadata(exchange(), new Identity({ userid, metadata: { [entry]: values } }));
  /** A later request: what the cache has of this user. */
  const replay = async ({ plugin, exchange }: Scene<P>, userid: string): Promise<unknown> =>
    valuesIn(await plugin.addMetadata(exchange(), new Identity({ userid })));
  const valuesIn = (entries: object | undefined): unknown => (entries as Record<string, unknown> | undefined)?.[entry];
  const isNothing = (values: unknown): boolean => Object.keys(values ?? {}).length === 0;

  defineSuite(runner, 'the contract of a metadata cache', subject, (check) => {
    check('has the methods of its role', ({ plugin }) => {
      expectMethods(runner, plugin, ['addMetadata', 'forgetMetadata']);
    });

    check('replays what was released at the sign-in', async (scene) => {
      await signIn(scene, 'alice');
      for (let request = 0; request < 3; request++) expect(await replay(scene, 'alice')).toEqual(released('alice'));
    });

    check('knows nothing of those who never signed in', async (scene) => {
      await signIn(scene, 'alice');
      expect(isNothing(await replay(scene, 'bob'))).toBe(true);
    });

    check('keeps the newest values', async (scene) => {
      await signIn(scene, 'alice', released('alice of old'));
      await signIn(scene, 'alice');
      expect(await replay(scene, 'alice')).toEqual(released('alice'));
    });

    check('is cleared by a sign-in that releases nothing', async (scene) => {
      await signIn(scene, 'alice');
      await signIn(scene, 'alice', {});
      expect(isNothing(await replay(scene, 'alice'))).toBe(true);
    });

    check(SAYS_WHY, async (scene) => {
      const knows = new Identity({ userid: 'alice', metadata: { [entry]: released('alice') } });
      for (const known of [new Identity({ userid: 'bob' }), knows, new Identity({ userid: 'alice' })]) {
        await expectReasons(runner, scene, 'addMetadata', {}, (own) => scene.plugin.addMetadata(own, known));
      }
    });

    check('says whether it had something, by CACHE_HIT and CACHE_MISS', async (scene) => {
      const saidOf = async (userid: string): Promise<readonly string[]> => {
        const own = scene.exchange();
        await scene.plugin.addMetadata(own, new Identity({ userid }));
        return scene.reasons(own).map(({ code }) => code);
      };
      await signIn(scene, 'alice');
      expect(await saidOf('alice')).toContain('CACHE_HIT');
      expect(await saidOf('bob')).toContain('CACHE_MISS');
    });

    check('forgets at the logout, and only who signs out', async (scene) => {
      await signIn(scene, 'alice');
      await signIn(scene, 'bob');
      await scene.plugin.forgetMetadata?.(scene.exchange(), new Identity({ userid: 'alice' }));
      expect(isNothing(await replay(scene, 'alice'))).toBe(true);
      expect(await replay(scene, 'bob')).toEqual(released('bob'));
    });

    check('keeps a copy of what was released', async (scene) => {
      const values = structuredClone(released('alice'));
      await signIn(scene, 'alice', values);
      spoil(values);
      expect(await replay(scene, 'alice')).toEqual(released('alice'));
    });

    check('gives every request a copy that it cannot spoil', async (scene) => {
      spoil(valuesIn(await signIn(scene, 'alice')));
      spoil(await replay(scene, 'alice'));
      expect(await replay(scene, 'alice')).toEqual(released('alice'));
    });

    check(
      'keeps values for their lifetime and no longer',
      async (scene) => {
        await signIn(scene, 'alice');
        scene.clock.advance((lifetimeMs as number) - 1);
        expect(await replay(scene, 'alice')).toEqual(released('alice'));
        scene.clock.advance(1);
        expect(isNothing(await replay(scene, 'alice'))).toBe(true);
      },
      lifetimeMs === undefined && 'its clock is not ours',
    );

    check(
      'keeps no more than its limit',
      async (scene) => {
        const limit = maxEntries as number;
        const users = Array.from({ length: 3 * limit }, (_, index) => `user${index}`);
        for (const userid of users) await signIn(scene, userid);
        const kept = await Promise.all(users.map(async (userid) => !isNothing(await replay(scene, userid))));
        expect(kept.filter((is) => is).length <= limit).toBe(true);
        expect(await replay(scene, users.at(-1) as string)).toEqual(released(users.at(-1) as string));
      },
      maxEntries === undefined && 'it has no limit',
    );

    check('mixes up no users, however their names look', async (scene) => {
      await fc.assert(
        fc.asyncProperty(hostileUserid, hostileUserid, async (one, other) => {
          if (one === other) return;
          await signIn(scene, one);
          await signIn(scene, other, {});
          expect(isNothing(await replay(scene, other))).toBe(true);
          await signIn(scene, other);
          const values = await replay(scene, one);
          // A name that no store takes is kept nowhere; it must not find another's values.
          if (!isNothing(values)) expect(values).toEqual(released(one));
        }),
        RUNS,
      );
    });

    check('never throws, whatever was released', async (scene) => {
      await fc.assert(
        fc.asyncProperty(fc.anything({ withBigInt: true, withDate: true, withMap: true }), async (values) => {
          const before = inspect(values, { depth: 9 });
          await signIn(scene, 'alice', values);
          await replay(scene, 'alice');
          expect(inspect(values, { depth: 9 })).toBe(before);
        }),
        RUNS,
      );
    });

    check('changes neither the request nor the identity', async ({ plugin, exchange }) => {
      const identity = deepFreeze(new Identity({ userid: 'alice', metadata: { [entry]: released('alice') } }));
      await expectUntouched(runner, exchange({ headers: { Cookie: 'a=1' } }), async (own) => {
        await plugin.addMetadata(own, identity);
        await plugin.addMetadata(own, deepFreeze(new Identity({ userid: 'alice' })));
        await plugin.forgetMetadata?.(own, identity);
      });
    });

    check('answers at once where it promises to', async ({ plugin, exchange }) => {
      const signedIn = new Identity({ userid: 'alice', metadata: { [entry]: released('alice') } });
      const calls = {
        addMetadata: (own: Exchange) => [
          plugin.addMetadata(own, signedIn),
          plugin.addMetadata(own, new Identity({ userid: 'alice' })),
        ],
        forgetMetadata: (own: Exchange) => [plugin.forgetMetadata?.(own, signedIn)],
      };
      for (const [method, call] of Object.entries(calls)) {
        const mayWait = promises.includes(method as keyof typeof calls);
        await Promise.all(call(exchange()).map((answer) => answered<unknown>(runner, mayWait, answer)));
      }
    });

    check('shows nobody’s values when anything of it is printed', async (scene) => {
      const values = released('alice-the-owner');
      await signIn(scene, 'alice-the-owner', values);
      await signIn(scene, 'alice-the-owner', { odd: Symbol('alice-the-owner') });
      expectHidden(runner, ['alice-the-owner', ...secrets], [scene.plugin, ...scene.log]);
    });

    check('shows nobody another’s values: 100 visits that interleave', async (scene) => {
      await crowd((index) => signIn(scene, `owner${index}`));
      const kept = await crowd((index) => replay(scene, `owner${index}`));
      // Where there is a limit, some may have been dropped.
      const isDropped = (values: unknown): boolean => maxEntries !== undefined && isNothing(values);
      expect(kept).toEqual(kept.map((values, index) => (isDropped(values) ? values : released(`owner${index}`))));

      const visits = await crowd(async (index) => {
        const userid = `user${index % 23}`;
        if (index % 3 === 0) await signIn(scene, userid);
        const values = await replay(scene, userid);
        if (index % 11 === 0) await scene.plugin.forgetMetadata?.(scene.exchange(), new Identity({ userid }));
        return { values, own: isNothing(values) ? values : released(userid) };
      });
      expect(visits.map(({ values }) => values)).toEqual(visits.map(({ own }) => own));
      expect(visits.some(({ values }) => !isNothing(values))).toBe(true);
    });

    check(
      'fails with a code when its store is down',
      async (scene) => {
        await expectCodedFailure(runner, secrets, scene, () => signIn(scene, 'alice'));
        await expectCodedFailure(runner, secrets, scene, () => replay(scene, 'alice'));
      },
      !broken && 'its store cannot fail',
      broken,
    );
  });
}
