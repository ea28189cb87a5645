import {
  type Authentication,
  type Authenticator,
  Identity,
  type MaybePromise,
  type MetadataProvider,
  PasswordCredentials,
  type Plugin,
  WhoError,
} from '@who/core';
import { CROWD, crowd, expectCodedFailure } from './promises.js';
import type { TestRunner } from './runner.js';
import { otherSpellings, patternsFor } from './spellings.js';
import { defineSuite, type Scene, type Subject } from './subject.js';

type UserPlugin = Authenticator & Partial<MetadataProvider<object>> & Plugin;

/** What a backend may be unable to show. */
export type UserBackendAbility = 'duplicates' | 'outage' | 'silence' | 'cost';

/** An authenticator that has its users in a file, a directory or a database, and what the suite has to know to try it. */
export interface UserBackendSubject<P extends UserPlugin = UserPlugin>
  extends Subject<P, 'authenticate' | 'addMetadata'> {
  /** Userids in the backend's spelling: two or more. Letters with accents, blanks and figures show the most. */
  readonly users: readonly [string, string, ...string[]];
  /** The password of one of the {@link users}: another one for each. */
  password(userid: string): string;
  /** Names that several users of the backend answer to, each with a password of one of them. */
  readonly duplicates?: readonly (readonly [login: string, password: string])[] | undefined;
  /** Takes the backend away from plugins that work with it, and brings it back. */
  readonly outage?: { begin(): MaybePromise<void>; end(): MaybePromise<void> } | undefined;
  /** The plugin with a backend that takes every question and answers none. */
  silence?(): MaybePromise<P>;
  /** How long a plugin may take to give up, and to work again after an outage, in milliseconds. @default 10000 */
  readonly patienceMs?: number | undefined;
  /**
   * Why it lacks what is left out. Users who do not exist cost as much as those who do, unless `cost` says why not: let
   * a check of a password take some milliseconds.
   */
  readonly lacks?: Readonly<Partial<Record<UserBackendAbility, string>>> | undefined;
}

/**
 * What is expected of an authenticator that has its users in a backend: whoever signs in is who is stored, in the spelling
 * that is stored, or nobody; what a backend cannot answer is an error; and strangers do not learn who exists.
 *
 * @example
 * testUserBackend({ describe, it, expect }, {
 *   create: () => htpasswd({ file: 'test/fixtures/users.htpasswd' }),
 *   users: ['alice', 'José'],
 *   password: (userid) => `secret of ${userid}`,
 *   promises: ['authenticate'],
 *   lacks: { duplicates: 'the first line counts', outage: 'it is a file', silence: 'it is a file' },
 * });
 */
export function testUserBackend<P extends UserPlugin>(runner: TestRunner, subject: UserBackendSubject<P>): void {
  const { expect } = runner;
  const { users, duplicates, outage, silence, lacks = {}, secrets = [], patienceMs = 10_000 } = subject;
  const [user, other] = users;
  const absent = (ability: UserBackendAbility, isThere: boolean): string | false =>
    !isThere && (lacks[ability] ?? `the subject has no "${ability}"`);

  const ask = async (
    { plugin, exchange }: Scene<P>,
    login: string,
    password: string,
  ): Promise<Authentication | undefined> => plugin.authenticate(exchange(), new PasswordCredentials(login, password));
  const signIn = async (scene: Scene<P>, login: string, password: string): Promise<string | undefined> =>
    (await ask(scene, login, password))?.userid;

  /** Who signs in, or how it failed. What has no code fails the check. */
  async function outcome(scene: Scene<P>, login: string, password: string): Promise<string | undefined> {
    try {
      return await signIn(scene, login, password);
    } catch (error) {
      expect(error instanceof WhoError && error.status >= 500).toBe(true);
      return FAILED;
    }
  }

  /** Until the backend serves again. */
  async function untilBack(scene: Scene<P>): Promise<void> {
    const startedMs = performance.now();
    for (;;) {
      const userid = await outcome(scene, user, subject.password(user));
      if (userid !== FAILED) return void expect(userid).toBe(user);
      expect(performance.now() - startedMs < patienceMs).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  defineSuite(runner, 'an authenticator with users in a backend', subject, (check) => {
    check('knows everybody by the name that is stored', async (scene) => {
      for (const userid of users) {
        expect(await signIn(scene, userid, subject.password(userid))).toBe(userid);
        expect(await signIn(scene, userid, `${subject.password(userid)}!`)).toBe(undefined);
      }
      expect(await signIn(scene, user, subject.password(other))).toBe(undefined);
    });

    check('is the stored spelling or nobody, however a name is typed', async (scene) => {
      for (const userid of users) {
        for (const spelling of otherSpellings(userid)) {
          const found = await signIn(scene, spelling, subject.password(userid));
          expect(found === undefined || found === userid).toBe(true);
          expect(await signIn(scene, spelling, 'a guess')).toBe(undefined);
        }
      }
    });

    check('takes no pattern and no part of a question for a name', async (scene) => {
      for (const userid of users) {
        for (const pattern of patternsFor(userid)) {
          expect(await signIn(scene, pattern, subject.password(userid))).toBe(undefined);
        }
      }
    });

    check('takes no pattern for a password', async (scene) => {
      for (const pattern of ['', ' ', '*', '%', '\0', `${subject.password(user)}\0`, "' OR '1'='1", 'x'.repeat(5000)]) {
        expect(await signIn(scene, user, pattern)).toBe(undefined);
      }
    });

    check('says of nobody what is known of somebody in another spelling', async ({ plugin, exchange }) => {
      const about = async (userid: string): Promise<string> =>
        JSON.stringify((await plugin.addMetadata?.(exchange(), new Identity({ userid }))) ?? {});
      const known = plugin.addMetadata ? await about(user) : 'nothing at all';
      for (const spelling of [...otherSpellings(user), ...patternsFor(user)]) {
        expect(await about(spelling)).not.toBe(known);
      }
    });

    check(
      'signs in nobody by a name that several answer to',
      async (scene) => {
        for (const [login, password] of duplicates ?? []) expect(await signIn(scene, login, password)).toBe(undefined);
      },
      absent('duplicates', duplicates !== undefined),
    );

    check(
      'fails with a code while its backend is away, and works when it is back',
      async (scene) => {
        await untilBack(scene);
        await outage?.begin();
        try {
          for (const password of [subject.password(user), 'a guess']) {
            await expectCodedFailure(runner, secrets, scene, () => ask(scene, user, password));
          }
        } finally {
          await outage?.end();
        }
        await untilBack(scene);
      },
      absent('outage', outage !== undefined),
    );

    check(
      'takes nobody for anybody else when its backend goes in the midst of a crowd',
      async (scene) => {
        await untilBack(scene);
        const asked = (index: number): string => users[index % users.length] as string;
        const isWrong = (index: number): boolean => index % 3 === 0;
        let answered = 0;
        let going: unknown;
        const answers = await crowd(async (index) => {
          const password = isWrong(index) ? 'a guess' : subject.password(asked(index));
          const answer = await outcome(scene, asked(index), password);
          answered++;
          if (answered === CROWD / 10) going = outage?.begin();
          return answer;
        });
        await going;
        await outage?.end();
        const wrongly = answers.filter(
          (answer, index) => answer !== FAILED && answer !== (isWrong(index) ? undefined : asked(index)),
        );
        expect(wrongly).toEqual([]);
        await untilBack(scene);
      },
      absent('outage', outage !== undefined),
    );

    check(
      'gives up on a backend that is silent',
      async (scene) => {
        const startedMs = performance.now();
        await expectCodedFailure(runner, secrets, scene, () =>
          Promise.race([ask(scene, user, subject.password(user)), later(patienceMs)]),
        );
        expect(performance.now() - startedMs < patienceMs).toBe(true);
      },
      absent('silence', silence !== undefined),
      silence,
    );

    check(
      'takes as long for users who do not exist',
      async (scene) => {
        const took = async (login: string): Promise<number> => {
          const startedMs = performance.now();
          await signIn(scene, login, 'a guess');
          return performance.now() - startedMs;
        };
        await took(user);
        const times: [number, number][] = [];
        for (let round = 0; round < ROUNDS; round++)
          times.push([await took(user), await took(`${user} whom nobody knows`)]);
        const [known, unknown] = [times.map(([first]) => first), times.map(([, second]) => second)].map(median);
        const ratio = (unknown as number) / (known as number);
        expect(ratio > 0.5 && ratio < 2).toBe(true);
      },
      lacks.cost ?? false,
    );
  });
}

/** No userid: it is an error. */
const FAILED = '\0failed';
const ROUNDS = 15;

const median = (values: readonly number[]): number =>
  values.toSorted((one, another) => one - another)[Math.floor(values.length / 2)] as number;

/** Comes to nothing after a while, which is no error with a code. */
const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());
