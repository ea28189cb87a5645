import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gatheredReads, MANY_KEYS } from '../src/reads.js';
import { codeOf } from './helpers.js';

interface Command {
  readonly name: 'get' | 'getMany';
  readonly keys: readonly string[];
  answer(answer: unknown): void;
  fail(error: unknown): void;
}

/** Reads by commands that are answered by hand. It is idle until something is sent, and when all is answered. */
function scene({ isAway = (): boolean => false, isCluster = false } = {}): {
  reads: { get(key: string, read?: (text: unknown) => unknown): Promise<unknown>; flush(): void };
  sent: Command[];
  names(): string[];
} {
  const sent: Command[] = [];
  let underWay = 0;
  const send = (name: Command['name'], ...keys: string[]): Promise<unknown> => {
    if (isAway()) throw Object.assign(new Error('away'), { code: 'AWAY' });
    underWay++;
    const done = (): void => void underWay--;
    const answered = new Promise((answer, fail) => sent.push({ name, keys, answer, fail }));
    answered.then(done, done);
    return answered;
  };
  const { get, flush } = gatheredReads({
    isIdle: () => underWay === 0,
    get: (key, read) => send('get', key).then(read),
    ...(!isCluster && { getMany: (keys, read) => send('getMany', ...keys).then(read) }),
  });
  const reads = { get: (key: string, read = (text: unknown): unknown => text) => get(key, read), flush };
  return { reads, sent, names: () => sent.map(({ name, keys }) => `${name} ${keys.join(' ')}`) };
}

function keys(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `k${i}`);
}

describe('gatheredReads', () => {
  it('sends at once what finds nothing under way, and the rest of a turn together', async () => {
    const { reads, sent, names } = scene();
    const texts = ['a', 'b', 'c'].map((key) => reads.get(key));
    expect(names()).toEqual(['get a']);
    await turn();
    expect(names()).toEqual(['get a', 'getMany b c']);
    sent[1]?.answer(['B', null]);
    sent[0]?.answer('A');
    expect(await Promise.all(texts)).toEqual(['A', 'B', null]);
  });

  it('comes to what is read from a text, whichever command brings it', async () => {
    const { reads, sent } = scene();
    const read = (text: unknown): unknown => ({ text });
    const values = ['a', 'b', 'c'].map((key) => reads.get(key, read));
    await turn();
    sent[0]?.answer('A');
    sent[1]?.answer(['B', null]);
    expect(await Promise.all(values)).toEqual([{ text: 'A' }, { text: 'B' }, { text: null }]);
  });

  it('waits for nothing while one read comes after the other', async () => {
    const { reads, sent, names } = scene();
    for (const key of ['a', 'b', 'c']) {
      const text = reads.get(key);
      sent.at(-1)?.answer(key);
      await text;
    }
    expect(names()).toEqual(['get a', 'get b', 'get c']);
  });

  it('sends no list of one', async () => {
    const { reads, names } = scene();
    for (const key of ['a', 'b', 'c']) {
      void reads.get(key);
      await turn();
    }
    expect(names()).toEqual(['get a', 'get b', 'get c']);
  });

  it(`sends no more than ${MANY_KEYS} keys in one command`, async () => {
    const { reads, sent } = scene();
    for (const key of keys(2 * MANY_KEYS + 2)) void reads.get(key);
    await turn();
    expect(sent.map((command) => command.keys.length)).toEqual([1, MANY_KEYS, MANY_KEYS, 1]);
  });

  it('sends what it has when it is told to', () => {
    const { reads, names } = scene();
    for (const key of ['a', 'b', 'c']) void reads.get(key);
    reads.flush();
    expect(names()).toEqual(['get a', 'getMany b c']);
    reads.flush();
    expect(names()).toHaveLength(2);
  });

  it('sends each by itself where there is no command for many', async () => {
    const { reads, names } = scene({ isCluster: true });
    for (const key of ['a', 'b', 'c']) void reads.get(key);
    expect(names()).toEqual(['get a', 'get b', 'get c']);
  });

  it.each([
    'NOPERM this user has no permissions to run the ‘mget’ command',
    'CROSSSLOT Keys in request',
    'ERR unknown',
  ])('sends each by itself when Redis refuses it, and from then on: %s', async (refusal) => {
    const { reads, sent, names } = scene();
    const texts = ['a', 'b', 'c'].map((key) => reads.get(key));
    await turn();
    sent[1]?.fail(new Error(refusal));
    await turn();
    expect(names().slice(2)).toEqual(['get b', 'get c']);
    for (const {
      name,
      keys: [key],
      answer,
    } of sent)
      if (name === 'get') answer(key);
    expect(await Promise.all(texts)).toEqual(['a', 'b', 'c']);
    void reads.get('d');
    void reads.get('e');
    expect(names().slice(4)).toEqual(['get d', 'get e']);
  });

  it('tells everybody when it fails for another reason, and tries it again', async () => {
    const { reads, sent, names } = scene();
    const failed = ['a', 'b', 'c'].map((key) => codeOf(reads.get(key)));
    await turn();
    for (const { fail } of sent) fail(Object.assign(new Error(), { code: 'ECONNRESET' }));
    expect(await Promise.all(failed)).toEqual(['ECONNRESET', 'ECONNRESET', 'ECONNRESET']);
    for (const key of ['a', 'b', 'c']) void reads.get(key);
    await turn();
    expect(names().slice(2)).toEqual(['get a', 'getMany b c']);
  });

  it.each([
    ['too few', ['B']],
    ['too many', ['B', 'C', 'D']],
    ['no list', 'OK'],
    ['a number', 7],
  ])('hands an answer to another question to everybody: %s', async (_, answer) => {
    const { reads, sent } = scene();
    void reads.get('a');
    const texts = ['b', 'c'].map((key) => reads.get(key));
    await turn();
    sent[1]?.answer(answer);
    expect(await Promise.all(texts)).toEqual([answer, answer]);
  });

  it('throws at once while there is no connection, each time', () => {
    const { reads } = scene({ isAway: () => true });
    for (const key of ['a', 'b']) expect(() => reads.get(key)).toThrow('away');
  });

  it('fails what it has gathered when the connection has gone meanwhile', async () => {
    let isAway = false;
    for (const count of [2, 3]) {
      isAway = false;
      const { reads } = scene({ isAway: () => isAway });
      const [, ...others] = keys(count).map((key) => reads.get(key));
      isAway = true;
      expect(await Promise.all(others.map(codeOf))).toEqual(others.map(() => 'AWAY'));
    }
  });
});
