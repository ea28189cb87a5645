import { type Authenticator, type Credentials, type MaybePromise, PasswordCredentials, type Plugin } from '@who/core';
import fc from 'fast-check';
import { forHostileUserids, hostileText } from './hostile.js';
import {
  answered,
  atOnce,
  CLASSIFICATIONS,
  crowd,
  expectCodedFailure,
  expectHidden,
  expectMethods,
  expectUntouched,
  ForeignCredentials,
  failureOf,
} from './promises.js';
import { expectReasons, SAYS_WHY } from './reasons.js';
import type { TestRunner } from './runner.js';
import { defineSuite, type Scene, type Subject } from './subject.js';

/** An authenticator, and what the suite has to know to try it. */
export interface AuthenticatorSubject<P extends Authenticator & Plugin = Authenticator & Plugin>
  extends Subject<P, keyof Authenticator> {
  /** Users whom it knows: two or more, where it can know as many. */
  readonly users: readonly string[];
  /** Genuine credentials of one of the {@link users}; for any other name, credentials that claim to be theirs. */
  credentials(userid: string, scene: Scene<P>): MaybePromise<Credentials>;
  /** Credentials of the right kind that are wrong: another password, a forged signature. */
  wrong(userid: string, scene: Scene<P>): MaybePromise<Credentials>;
  /**
   * Credentials of the right kind that hold anything where text belongs, as an application may make them of a JSON
   * body. Passwords are tried in any case.
   */
  odd?(value: unknown): Credentials;
  /**
   * The same plugin with a backend that does not answer; it also gets {@link credentials}. Leave it out when there is
   * no backend.
   */
  broken?(): MaybePromise<P>;
}

/**
 * The contract of an authenticator.
 *
 * @example
 * testAuthenticator({ describe, it, expect }, {
 *   create: () => htpasswd({ file: 'test/fixtures/users.htpasswd' }),
 *   users: ['alice', 'bob'],
 *   credentials: (userid) => new PasswordCredentials(userid, `secret of ${userid}`),
 *   wrong: (userid) => new PasswordCredentials(userid, 'guessed'),
 *   secrets: ['secret of', 'guessed'],
 *   promises: ['authenticate'],
 * });
 */
export function testAuthenticator<P extends Authenticator & Plugin>(
  runner: TestRunner,
  subject: AuthenticatorSubject<P>,
): void {
  const { expect } = runner;
  const { users, secrets = [], promises = [], broken } = subject;
  const [user = ''] = users;
  const genuine = (scene: Scene<P>, userid = user) => subject.credentials(userid, scene);

  defineSuite(runner, 'the contract of an authenticator', subject, (check) => {
    check('has the method of its role', ({ plugin }) => {
      expectMethods(runner, plugin, ['authenticate']);
    });

    check('knows whose genuine credentials are', async (scene) => {
      expect(users.length > 0).toBe(true);
      for (const userid of users) {
        const authentication = await scene.plugin.authenticate(scene.exchange(), await genuine(scene, userid));
        expect(authentication?.userid).toBe(userid);
      }
    });

    check('returns nothing for wrong credentials', async (scene) => {
      for (const userid of [...users, 'nobody']) {
        const credentials = await subject.wrong(userid, scene);
        expect(await scene.plugin.authenticate(scene.exchange(), credentials)).toBe(undefined);
      }
    });

    check('returns nothing for credentials of another kind', async ({ plugin, exchange }) => {
      expect(await plugin.authenticate(exchange(), new ForeignCredentials())).toBe(undefined);
    });

    check('never throws because credentials are odd', async (scene) => {
      await fc.assert(
        fc.asyncProperty(fc.anything(), fc.anything(), hostileText, async (login, password, text) => {
          const odd = [
            // What an application passes on from a JSON body need not be text.
            new PasswordCredentials(login as string, password as string),
            new PasswordCredentials(text, text),
            ...(subject.odd ? [subject.odd(login), subject.odd(text)] : []),
          ];
          for (const credentials of odd) {
            expect(await scene.plugin.authenticate(scene.exchange(), credentials)).toBe(undefined);
          }
        }),
        { numRuns: 30 },
      );
    });

    check('says a userid that is text, or nothing, whoever it should be', async (scene) => {
      await forHostileUserids(async (userid) => {
        const credentials = await Promise.resolve(genuine(scene, userid)).catch(() => undefined);
        if (!credentials) return;
        const authentication = await scene.plugin.authenticate(scene.exchange(), credentials);
        if (authentication)
          expect(typeof authentication.userid === 'string' && authentication.userid !== '').toBe(true);
      });
    });

    check('says what an authentication may say and nothing else', async (scene) => {
      const authentication = await scene.plugin.authenticate(scene.exchange(), await genuine(scene));
      const known = ['userid', 'tokens', 'userdata', 'metadata'];
      expect(Object.keys(authentication ?? {}).filter((key) => !known.includes(key))).toEqual([]);
    });

    check('changes neither the request nor the credentials', async (scene) => {
      const credentials = await genuine(scene);
      const before = { ...credentials };
      await expectUntouched(runner, scene.exchange(), (exchange) =>
        scene.plugin.authenticate(exchange, Object.freeze(credentials)),
      );
      expect({ ...credentials }).toEqual(before);
    });

    check('answers at once where it promises to', async (scene) => {
      const credentials = [await genuine(scene), await subject.wrong(user, scene)];
      for (const one of credentials) {
        await answered(runner, promises.includes('authenticate'), scene.plugin.authenticate(scene.exchange(), one));
      }
    });

    check('leaves other kinds of credentials alone at once', ({ plugin, exchange }) => {
      atOnce(runner, plugin.authenticate(exchange(), new ForeignCredentials()));
    });

    check('shows no secret when anything of it is printed', async (scene) => {
      const credentials = [await genuine(scene), await subject.wrong(user, scene)];
      const failures = await Promise.all(
        credentials.map((one) => failureOf(() => scene.plugin.authenticate(scene.exchange(), one))),
      );
      expectHidden(runner, secrets, [scene.plugin, ...credentials, ...failures, ...scene.log]);
    });

    check(SAYS_WHY, async (scene) => {
      const odd = new PasswordCredentials(undefined as unknown as string, '');
      const shown = [new ForeignCredentials(), odd, await genuine(scene)];
      for (const userid of [user, 'nobody']) shown.push(await subject.wrong(userid, scene));
      for (const credentials of shown) {
        await expectReasons(runner, scene, 'authenticate', {}, (exchange) =>
          scene.plugin.authenticate(exchange, credentials),
        );
      }
    });

    check('keeps 100 exchanges apart', async (scene) => {
      const asked = (index: number) => users[index % users.length] as string;
      const answers = await crowd(async (index) => {
        const isWrong = index % 3 === 0;
        const credentials = await (isWrong ? subject.wrong(asked(index), scene) : genuine(scene, asked(index)));
        return (await scene.plugin.authenticate(scene.exchange(), credentials))?.userid;
      });
      expect(answers).toEqual(answers.map((_, index) => (index % 3 === 0 ? undefined : asked(index))));
    });

    check('works under any classification', async (scene) => {
      for (const classification of CLASSIFICATIONS) {
        const exchange = scene.exchange({ classification });
        expect((await scene.plugin.authenticate(exchange, await genuine(scene)))?.userid).toBe(user);
      }
    });

    check(
      'fails with a code when its backend is down',
      async (scene) => {
        const credentials = await genuine(scene);
        await expectCodedFailure(runner, secrets, scene, () =>
          scene.plugin.authenticate(scene.exchange(), credentials),
        );
      },
      !broken && 'it has no backend',
      broken,
    );
  });
}
