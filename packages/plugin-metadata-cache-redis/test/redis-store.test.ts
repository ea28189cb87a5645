import { setImmediate as turn } from 'node:timers/promises';
import { fakeClock } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { RUBBISH } from '../src/codec.js';
import type { Connection } from '../src/connection.js';
import { MAX_PENDING, type RedisStore, redisStore, STALLED_MS } from '../src/redis-store.js';
import { codeOf } from './helpers.js';

interface Question {
  readonly command: readonly unknown[];
  answer(text: unknown): void;
  fail(error: unknown): void;
}

/** A connection that is answered by hand, and a store over it. */
function scene(extra: Partial<Connection> = {}): {
  store: RedisStore;
  asked: Question[];
  renewals: () => number;
  advance: (ms: number) => void;
} {
  const clock = fakeClock();
  const asked: Question[] = [];
  let renewals = 0;
  const ask = (...command: unknown[]): Promise<unknown> =>
    new Promise((answer, fail) => asked.push({ command, answer, fail }));
  const connection: Connection = {
    get: (key) => ask('get', key),
    set: (key, text, ttlMs) => ask('set', key, text, ttlMs),
    delete: (key) => ask('delete', key),
    nodes: () => [],
    keyPrefix: '',
    renew() {
      renewals++;
      for (const { fail } of asked.splice(0)) fail(new Error('gone'));
    },
    close: async () => {},
    ...extra,
  };
  const store = redisStore(connection, 'who:test', 1000, clock.now);
  return { store, asked, renewals: () => renewals, advance: clock.advance };
}

describe('redisStore', () => {
  it('asks one command for each operation', async () => {
    const { store, asked } = scene();
    const done = [store.get('bob'), store.set('bob', { a: ['b'] }, 1500.5), store.delete('bob')];
    expect(asked.map(({ command }) => command)).toEqual([
      ['get', 'who:test::bob'],
      ['set', 'who:test::bob', '["bob",{"a":["b"]}]', 1501],
      ['delete', 'who:test::bob'],
    ]);
    asked[0]?.answer('["bob",{"a":["b"]}]');
    asked[1]?.answer('OK');
    asked[2]?.answer(0);
    expect(await Promise.all(done)).toEqual([{ a: ['b'] }, undefined, undefined]);
  });

  it('gives nobody the value of another, and no longer trusts such a connection', async () => {
    const { store, asked, renewals } = scene();
    const [bob, eve] = [store.get('bob'), store.get('eve')];
    asked[1]?.answer('["bob",{"a":["b"]}]');
    expect(await eve).toBe(RUBBISH);
    expect(renewals()).toBe(1);
    expect(await codeOf(bob)).toBe('Error');
  });

  it('lets no more than so many commands wait', async () => {
    const { store, asked } = scene();
    const waiting = Array.from({ length: MAX_PENDING }, () => store.get('bob'));
    expect(await codeOf(() => store.get('bob'))).toBe('TOO_MANY_PENDING');
    expect(await codeOf(() => store.delete('bob'))).toBe('TOO_MANY_PENDING');
    for (const { answer } of asked.splice(0)) answer(null);
    await Promise.all(waiting);
    const next = store.get('bob');
    asked[0]?.answer(null);
    expect(await next).toBeUndefined();
  });

  it('counts the keys of a command that reads many', async () => {
    let answer: (texts: unknown) => void = () => {};
    const { store, asked } = scene({ getMany: () => new Promise((resolve) => (answer = resolve)) });
    const waiting = [store.get('bob'), ...Array.from({ length: 99 }, () => store.get('bob'))];
    await turn();
    for (let count = waiting.length; count < MAX_PENDING; count++) waiting.push(store.delete('bob'));
    expect(await codeOf(() => store.delete('bob'))).toBe('TOO_MANY_PENDING');
    expect(await codeOf(() => store.get('bob'))).toBe('TOO_MANY_PENDING');
    answer(Array(99).fill('["bob",7]'));
    for (const question of asked) question.answer(null);
    expect((await Promise.all(waiting)).slice(0, 3)).toEqual([undefined, 7, 7]);
  });

  it('sends what it has gathered when it ends, and nothing more', async () => {
    const { store, asked } = scene({ getMany: (keys) => Promise.resolve(keys.map(() => '["bob",7]')) });
    const [first, ...others] = Array.from({ length: 3 }, () => store.get('bob'));
    store.end();
    const late = codeOf(() => store.get('bob'));
    asked[0]?.answer(null);
    expect(await Promise.all([first, ...others])).toEqual([undefined, 7, 7]);
    expect(await late).toBe('CLOSED');
  });

  it('gives up a connection that answers others, and one question never', async () => {
    const { store, asked, renewals, advance } = scene();
    const first = store.get('bob').catch(() => 'given up');
    for (let second = 0; second < 6; second++) {
      const next = store.get('bob');
      asked.pop()?.answer(null);
      await next;
      advance(1000);
    }
    expect(renewals()).toBe(0);
    store.get('bob').catch(() => {});
    expect(renewals()).toBe(1);
    expect(await first).toBe('given up');
  });

  it('gives up a connection over which nothing comes', async () => {
    const { store, renewals, advance } = scene();
    const silent = store.get('bob').catch(() => 'given up');
    advance(STALLED_MS);
    store.get('bob').catch(() => {});
    expect(renewals()).toBe(0);
    advance(1);
    store.get('bob').catch(() => {});
    expect(renewals()).toBe(1);
    expect(await silent).toBe('given up');
  });

  it('takes a connection that was not asked anything for sound', async () => {
    const { store, asked, renewals, advance } = scene();
    const first = store.get('bob');
    asked.shift()?.answer(null);
    await first;
    advance(10 * STALLED_MS);
    store.get('bob').catch(() => {});
    store.get('bob').catch(() => {});
    expect(renewals()).toBe(0);
  });

  it.each([
    ['READONLY You can’t write against a read only replica.', 'READONLY', 1],
    ['OOM command not allowed when used memory > ‘maxmemory’.', 'OOM', 0],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', 'WRONGTYPE', 0],
    ['bob@example.org is not a word of Redis', 'Error', 0],
  ])('tells a failure in one word: %s', async (message, code, renewed) => {
    const { store, asked, renewals } = scene();
    const failed = store.set('bob', {}, 1000);
    asked[0]?.fail(Object.assign(new Error(message), { command: { args: ['bob@example.org'] } }));
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: code });
    expect(Object.keys(error as object)).toEqual(expect.not.arrayContaining(['command', 'cause']));
    expect(renewals()).toBe(renewed);
  });

  it('answers nobody when it has ended', async () => {
    const { store } = scene();
    store.end();
    expect(await codeOf(() => store.get('bob'))).toBe('CLOSED');
  });
});
