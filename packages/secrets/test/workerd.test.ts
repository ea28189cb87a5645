import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { watchedFile, withPrompt } from '../src/workerd.js';

it('in Workers there are no files, and nobody to ask', async () => {
  const options = {
    file: 'x',
    checkIntervalMs: 0,
    parse: String,
    plugin: 'x',
    unreadable: (why: string) => new Error(why),
  };
  expect(() => watchedFile(options)).toThrow('Workers have no files.');
  const streams = { input: new PassThrough(), error: new PassThrough() };
  expect(await withPrompt(streams, ({ ask }) => ask('Secret: '))).toBeUndefined();
});
