import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { chain, createWho, type Identification, type Reply } from '../src/index.js';
import { headerIdentifier } from './support.js';

describe('the answers of several identifiers', () => {
  const first = { status: 302, headers: [['Location', '/first']] } as const;
  const second = { status: 303, headers: [['Location', '/second']] } as const;
  const none = (): undefined => undefined;

  async function answerOf(...replies: readonly Identification['reply'][]): Promise<Reply | undefined> {
    const plugins = Object.fromEntries(
      replies.map((reply, index) => [`p${index}`, { ...headerIdentifier('x'), identify: () => ({ reply }) }]),
    );
    const who = createWho({ publicUrl: 'https://app.example.org', plugins, identifiers: Object.keys(plugins) });
    const api = who.api(fakeRequest());
    await api.authenticate();
    return api.earlyReply;
  }

  it.each<[string, Identification['reply'][], Reply | undefined]>([
    ['the last one counts', [first, second], second],
    ['a later one may be made', [first, () => second], second],
    ['nothing replaces nothing', [first, none], first],
    ['nor does it twice', [first, none, async () => undefined, none], first],
    ['a made one stands, too', [() => first, none], first],
    ['nor does a promise of nothing', [async () => first, async () => undefined], first],
    ['nothing from anybody is nothing', [none, none], undefined],
    ['a later one may stand aside for those before', [first, (_who, before) => before()], first],
    ['and a plain one in between counts', [first, second, none], second],
  ])('%s', async (_name, replies, expected) => {
    expect(await answerOf(...replies)).toEqual(expected);
  });

  it('makes the answer of those before once, however often it is asked for', async () => {
    let made = 0;
    const answer = await answerOf(
      () => {
        made++;
        return first;
      },
      (_who, before) => chain(before(), () => chain(before(), () => undefined)),
    );
    expect(answer).toEqual(first);
    expect(made).toBe(1);
  });
});
