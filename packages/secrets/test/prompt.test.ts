import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Prompt, withPrompt } from '../src/index.js';

/** Asks, with what somebody types. @returns the answers, and what was shown */
async function asked(typed: string, isTTY: boolean, ...questions: readonly string[]) {
  let shown = '';
  const error = new Writable({
    write(chunk, _encoding, done) {
      shown += chunk;
      done();
    },
  });
  const input = Object.assign(new PassThrough(), { isTTY });
  input.end(typed);
  const answers: (string | undefined)[] = [];
  await withPrompt({ input, error }, async ({ ask }: Prompt) => {
    for (const question of questions) answers.push(await ask(question));
  });
  return { answers, shown };
}

describe('a prompt', () => {
  it('shows the questions on a terminal, and nothing of the answers', async () => {
    expect(await asked('one\rtwo\r', true, 'First: ', 'Second: ')).toEqual({
      answers: ['one', 'two'],
      shown: 'First: \nSecond: \n',
    });
  });

  it('takes lines of another input, without a word', async () => {
    expect(await asked('one\ntwo', false, 'First: ', 'Second: ', 'Third: ')).toEqual({
      answers: ['one', 'two', undefined],
      shown: '',
    });
  });

  it('gets no answer after Ctrl-C, nor at the end of the input', async () => {
    expect(await asked('on\x03', true, 'First: ', 'Second: ')).toMatchObject({ answers: [undefined, undefined] });
    expect(await asked('', true, 'First: ')).toMatchObject({ answers: [undefined] });
    expect(await asked('', false, 'First: ')).toMatchObject({ answers: [undefined] });
  });

  it('ends with what its user throws', async () => {
    const streams = { input: new PassThrough(), error: new PassThrough() };
    await expect(withPrompt(streams, () => Promise.reject(new Error('No.')))).rejects.toThrow('No.');
    expect(streams.input.isPaused()).toBe(true);
  });
});
