import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { webStream } from '../src/index.js';

function endless(): Readable {
  return new Readable({
    read() {
      this.push('x');
    },
  });
}

it('hands on all chunks, texts and bytes', async () => {
  expect(await text(webStream(Readable.from(['grüß ', Buffer.from('dich')])))).toBe('grüß dich');
});

it('fails with its source', async () => {
  const source = new Readable({
    read() {
      this.destroy(new Error('broken'));
    },
  });
  await expect(text(webStream(source))).rejects.toThrow('broken');
});

it('releases a source that nobody has begun to read', async () => {
  const source = endless();
  const closed = once(source, 'close');
  await webStream(source).cancel();
  await closed;
});

it('releases a source while it is being read', async () => {
  const source = endless();
  const closed = once(source, 'close');
  const reader = webStream(source).getReader();
  await reader.read();
  const pending = reader.read();
  await reader.cancel();
  await closed;
  await pending;
});
