import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import * as everywhere from '../src/index.js';
import * as workerd from '../src/workerd.js';

const { watchedFile, withPrompt } = workerd;

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

it('has there what it has elsewhere', () => {
  expect(Object.keys(workerd).sort()).toEqual(Object.keys(everywhere).sort());
});
