import { setImmediate } from 'node:timers/promises';
import { Credentials, isPromise, PasswordCredentials, signInRefusal } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { createLimiter, limited } from '../src/index.js';
import { codeOf, passwordOf, scene, users } from './support.js';

describe('failures of one user from one address', () => {
  it('cost no time at first, then ever more', async () => {
    const { at, clock, inner } = scene();
    const home = at('192.0.2.1');
    expect(await home.wrong('alice', 6)).toEqual(['out', 'out', 'out', 'out', 'out', 'out']);
    // The sixth was the first that was not free.
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(await home.try('alice')).toBe(seconds);
      clock.advance(seconds * 1000 - 1);
      expect(await home.try('alice')).toBe(1);
      clock.advance(1);
      expect(await home.try('alice')).toBe('out');
    }
    expect(inner.checks).toBe(18);
  });

  it('are forgotten after a success', async () => {
    const { at } = scene();
    const home = at('192.0.2.1');
    for (let round = 0; round < 10; round++) {
      expect(await home.wrong('alice', 4)).toEqual(['out', 'out', 'out', 'out']);
      expect(await home.right('alice')).toBe('in');
    }
  });

  it('are forgotten after their time', async () => {
    const { at, clock } = scene({ pair: { windowSeconds: 60, maxDelaySeconds: 60 } });
    const home = at('192.0.2.1');
    await home.wrong('alice', 6);
    clock.advance(60_000);
    expect(await home.wrong('alice', 6)).toEqual(['out', 'out', 'out', 'out', 'out', 'out']);
  });

  it('do not show whether a password is right while one has to wait', async () => {
    const { plugin, at, inner, clock } = scene();
    const home = at('192.0.2.1');
    await home.wrong('alice', 6);
    const { checks } = inner;
    const errorOf = async (password: string): Promise<unknown> => {
      try {
        const exchange = fakeExchange({ remoteAddress: '192.0.2.1', now: clock.now });
        return await plugin.authenticate(exchange, new PasswordCredentials('alice', password));
      } catch (error) {
        const { name, message, code, status, headers } = error as Error & Record<string, unknown>;
        return { name, message, code, status, headers, keys: Object.keys(error as object) };
      }
    };
    const wrong = await errorOf('wrong');
    expect(await errorOf(passwordOf('alice'))).toEqual(wrong);
    expect(wrong).toMatchObject({ code: 'LIMITER_TOO_MANY', status: 429, headers: { 'Retry-After': '1' } });
    expect(inner.checks).toBe(checks);
  });

  it('do so neither for a password that was right a moment ago', async () => {
    const { at } = scene();
    const home = at('192.0.2.1');
    expect(await home.right('alice')).toBe('in');
    await home.wrong('alice', 6);
    expect(await home.right('alice')).toBe(1);
    expect(await home.try('alice')).toBe(1);
  });

  it('count for users that do not exist as for others', async () => {
    const { at } = scene();
    const home = at('192.0.2.1');
    expect(await home.wrong('nobody', 8)).toEqual(await at('192.0.2.2').wrong('alice', 8));
  });

  it('count together, however the name is written', async () => {
    const { at } = scene();
    const home = at('192.0.2.1');
    for (const name of ['alice', 'ALICE', ' alice ', 'Ａｌｉｃｅ', 'al\u200bice', 'àlicé', 'a l i c e', 'alice']) {
      await home.try(name);
    }
    expect(await home.try('Alice')).toBe(1);
    expect(await home.try('bob')).toBe('out');
  });

  it('count by what the application says that names have in common', async () => {
    const { at } = scene({ normalizeUser: (name) => name.slice(0, 2) });
    await at('192.0.2.1').wrong('alice', 6);
    expect(await at('192.0.2.1').try('alfred')).toBe(1);
    expect(await at('192.0.2.1').try('Alice')).toBe('out');
  });
});

describe('many at once', () => {
  it('are no more guesses than one after the other', async () => {
    for (const isLate of [false, true]) {
      const { at, inner } = scene({}, users(isLate));
      const home = at('192.0.2.1');
      const results = await Promise.all(Array.from({ length: 500 }, (_, i) => home.try('alice', `guess ${i}`)));
      expect(inner.checks).toBe(6);
      expect(results.filter((result) => result === 'out').length).toBe(6);
      expect(results.filter((result) => result === 1).length).toBe(494);
    }
  });

  it('are no more guesses either when the guesses are the same', async () => {
    const { at, inner } = scene({}, users(true));
    const results = await Promise.all(Array.from({ length: 500 }, () => at('192.0.2.1').try('alice')));
    expect(inner.checks).toBe(6);
    expect(results.filter((result) => result === 1).length).toBe(494);
  });

  it('may be as many as one likes with the right password', async () => {
    const { at, inner } = scene({}, users(true));
    const home = at('192.0.2.1');
    const results = await Promise.all(Array.from({ length: 200 }, () => home.right('alice')));
    expect(new Set(results)).toEqual(new Set(['in']));
    expect(inner.checks).toBe(200);
  });

  it('wait for the first one, which says whether it is a guess', async () => {
    const { at, inner } = scene();
    const release = inner.hold();
    const home = at('192.0.2.1');
    const all = Promise.all(Array.from({ length: 50 }, () => home.right('alice')));
    await setImmediate();
    expect(inner.checks).toBe(1);
    release();
    expect(new Set(await all)).toEqual(new Set(['in']));
  });

  it('count once where a password has just been changed', async () => {
    const inner = users();
    let isChanged = false;
    const { at } = scene(
      {},
      {
        ...inner,
        authenticate: (exchange, credentials) => (isChanged ? undefined : inner.authenticate(exchange, credentials)),
      },
    );
    const home = at('192.0.2.1');
    expect(await home.right('alice')).toBe('in');
    isChanged = true;
    const old = await Promise.all(Array.from({ length: 100 }, () => home.right('alice')));
    expect(new Set(old)).toEqual(new Set(['out']));
    await setImmediate();
    expect(await home.wrong('alice', 6)).toEqual(['out', 'out', 'out', 'out', 'out', 1]);
  });

  it('never have guesses without end beside somebody who signs in all the time', async () => {
    const { at, inner, clock } = scene();
    const office = at('192.0.2.1');
    let guesses = 0;
    for (let second = 0; second < 86_000; second += 20) {
      await office.right('alice');
      const { checks } = inner;
      for (let i = 0; i < 8; i++) await office.try('alice', `guess ${second} ${i}`);
      guesses += inner.checks - checks;
      clock.advance(20_000);
    }
    expect(guesses).toBeLessThan(110 + 50 + 5);
  });
});

describe('what is no failure', () => {
  it('does not count: an authenticator that fails', async () => {
    let isDown = true;
    const inner = users();
    const { at } = scene(
      {},
      {
        ...inner,
        authenticate(exchange, credentials) {
          if (isDown) throw new Error('the database is down');
          return inner.authenticate(exchange, credentials);
        },
      },
    );
    const home = at('192.0.2.1');
    for (let i = 0; i < 100; i++) await expect(home.try('alice')).rejects.toThrow('the database is down');
    isDown = false;
    expect(await home.wrong('alice', 7)).toEqual(['out', 'out', 'out', 'out', 'out', 'out', 1]);
  });

  it('is not that an account signs nobody in', async () => {
    const { at } = scene(
      {},
      {
        ...users(),
        authenticate() {
          throw signInRefusal('users', 'ACCOUNT_LOCKED');
        },
      },
    );
    const home = at('192.0.2.1');
    for (let i = 0; i < 6; i++) expect(await codeOf(() => home.try('alice', `guess ${i}`))).toBe('ACCOUNT_LOCKED');
    expect(await home.try('alice')).toBe(1);
  });

  it('does not count: credentials of another kind', async () => {
    class Other extends Credentials {
      readonly login = 'alice';
      readonly password = 'wrong';
    }
    const { plugin, at, clock } = scene();
    const exchange = fakeExchange({ remoteAddress: '192.0.2.1', now: clock.now });
    for (let i = 0; i < 100; i++) expect(plugin.authenticate(exchange, new Other())).toBeUndefined();
    expect(await at('192.0.2.1').wrong('alice', 6)).not.toContain(1);
  });
});

describe('several authenticators with one limiter', () => {
  /** Two lists of users, as an engine asks them: one after the other, with the same credentials. */
  function twoLists() {
    const limiter = createLimiter();
    const [one, other] = [users(), users(true)];
    const only = (names: readonly string[], list: ReturnType<typeof users>) =>
      limited(
        {
          authenticate: (exchange, credentials) =>
            names.includes((credentials as PasswordCredentials).login)
              ? list.authenticate(exchange, credentials)
              : undefined,
        },
        { limiter },
      );
    const lists = [only(['alice'], one), only(['bob'], other)];
    return async (login: string, password: string) => {
      const exchange = fakeExchange();
      const credentials = new PasswordCredentials(login, password);
      const answers = [];
      for (const list of lists) answers.push(await list.authenticate(exchange, credentials));
      return answers.find((answer) => answer !== undefined)?.userid;
    };
  }

  it('count one attempt once, and none that one of them accepts', async () => {
    const ask = twoLists();
    for (let i = 0; i < 40; i++) {
      expect(await ask('alice', passwordOf('alice'))).toBe('alice');
      expect(await ask('bob', passwordOf('bob'))).toBe('bob');
    }
    for (let i = 0; i < 6; i++) expect(await ask('bob', `wrong ${i}`)).toBeUndefined();
    expect(await codeOf(() => ask('bob', passwordOf('bob')))).toBe('LIMITER_TOO_MANY');
    expect(await ask('alice', passwordOf('alice'))).toBe('alice');
  });
});

describe('answers', () => {
  it('come at once where the authenticator answers at once', () => {
    const { plugin } = scene();
    for (const password of ['wrong', passwordOf('alice'), passwordOf('alice')]) {
      const answer = plugin.authenticate(fakeExchange(), new PasswordCredentials('alice', password));
      expect(isPromise(answer)).toBe(false);
    }
  });
});
