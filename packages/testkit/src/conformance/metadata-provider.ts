import { Identity, type MaybePromise, type MetadataProvider, type Plugin } from '@who/core';
import { forHostileUserids } from './hostile.js';
import {
  answered,
  CLASSIFICATIONS,
  crowd,
  deepFreeze,
  expectCodedFailure,
  expectHidden,
  expectMethods,
  expectUntouched,
} from './promises.js';
import { expectReasons, SAYS_WHY } from './reasons.js';
import type { TestRunner } from './runner.js';
import { defineSuite, type Subject } from './subject.js';

/** A metadata provider, and what the suite has to know to try it. */
export interface MetadataProviderSubject<
  P extends MetadataProvider<object> & Plugin = MetadataProvider<object> & Plugin,
> extends Subject<P, 'addMetadata' | 'forgetMetadata'> {
  /** Users of whom it knows something: two or more. */
  readonly users: readonly string[];
  /** What it adds for one of the {@link users}. */
  expected(userid: string): object;
  /** The same plugin with a backend that does not answer. Leave it out when there is no backend. */
  broken?(): MaybePromise<P>;
}

/**
 * The contract of a metadata provider.
 *
 * @example
 * testMetadataProvider({ describe, it, expect }, {
 *   create: () => ({ addMetadata: async (_, { userid }) => ({ mail: `${userid}@example.org` }) }),
 *   users: ['alice', 'bob'],
 *   expected: (userid) => ({ mail: `${userid}@example.org` }),
 *   promises: ['addMetadata'],
 * });
 */
export function testMetadataProvider<P extends MetadataProvider<object> & Plugin>(
  runner: TestRunner,
  subject: MetadataProviderSubject<P>,
): void {
  const { expect } = runner;
  const { users, expected, secrets = [], promises = [], broken } = subject;
  const [user = ''] = users;
  const identity = (userid = user): Identity => deepFreeze(new Identity({ userid }, 'subject', 'subject'));

  defineSuite(runner, 'the contract of a metadata provider', subject, (check) => {
    check('has the method of its role', ({ plugin }) => {
      expectMethods(runner, plugin, ['addMetadata']);
    });

    check('says what it knows of a user', async ({ plugin, exchange }) => {
      for (const userid of users) {
        expect(await plugin.addMetadata(exchange(), identity(userid))).toEqual(expected(userid));
      }
    });

    check('never throws, and says nothing that it knows of others, whoever it is', async ({ plugin, exchange }) => {
      const known = users.map((userid) => JSON.stringify(expected(userid)));
      await forHostileUserids(async (userid) => {
        const entries = await plugin.addMetadata(exchange(), identity(userid));
        expect(typeof (entries ?? {})).toBe('object');
        if (!users.includes(userid)) expect(known).not.toContain(JSON.stringify(entries));
      });
    });

    check('changes neither the request nor the identity', async ({ plugin, exchange }) => {
      // The identity is frozen: who writes to it fails.
      await expectUntouched(runner, exchange({ headers: { Cookie: 'a=1' } }), async (own) => {
        await plugin.addMetadata(own, identity());
        await plugin.forgetMetadata?.(own, identity());
      });
    });

    check('gives every caller entries of its own', async ({ plugin, exchange }) => {
      spoil(await plugin.addMetadata(exchange(), identity()));
      expect(await plugin.addMetadata(exchange(), identity())).toEqual(expected(user));
    });

    check('answers at once where it promises to', async ({ plugin, exchange }) => {
      const calls = {
        addMetadata: () => plugin.addMetadata(exchange(), identity()),
        forgetMetadata: () => plugin.forgetMetadata?.(exchange(), identity()),
      };
      for (const [method, call] of Object.entries(calls)) {
        await answered<unknown>(runner, promises.includes(method as keyof typeof calls), call());
      }
    });

    check('shows no secret when anything of it is printed', async ({ plugin, exchange, log }) => {
      await plugin.addMetadata(exchange(), identity());
      expectHidden(runner, secrets, [plugin, ...log]);
    });

    check(SAYS_WHY, async (scene) => {
      for (const userid of [user, 'nobody', '']) {
        const known = identity(userid);
        await expectReasons(runner, scene, 'addMetadata', {}, (own) => scene.plugin.addMetadata(own, known));
      }
    });

    check('keeps 100 exchanges apart', async ({ plugin, exchange }) => {
      const asked = (index: number) => users[index % users.length] as string;
      const answers = await crowd(async (index) => plugin.addMetadata(exchange(), identity(asked(index))));
      expect(answers).toEqual(answers.map((_, index) => expected(asked(index))));
    });

    check('works under any classification', async ({ plugin, exchange }) => {
      for (const classification of CLASSIFICATIONS) {
        expect(await plugin.addMetadata(exchange({ classification }), identity())).toEqual(expected(user));
      }
    });

    check('forgets whoever it is', async ({ plugin, exchange }) => {
      for (const userid of [user, 'nobody', '__proto__', '']) {
        expect(await plugin.forgetMetadata?.(exchange(), identity(userid))).toBe(undefined);
      }
    });

    check(
      'fails with a code when its backend is down',
      async (scene) => {
        await expectCodedFailure(runner, secrets, scene, () => scene.plugin.addMetadata(scene.exchange(), identity()));
      },
      !broken && 'it has no backend',
      broken,
    );
  });
}

/** Does to a value what an application may: empties every object and list in it that is not frozen. */
export function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    spoil(item);
    Reflect.deleteProperty(value, key);
  }
  if (Array.isArray(value) && !Object.isFrozen(value)) value.length = 0;
}
