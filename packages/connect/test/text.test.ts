import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createWho } from '@who/core';
import { describe, expect, it } from 'vitest';
import { nodeRequest } from '../src/index.js';
import { incoming } from './incoming.js';

const who = createWho({ publicUrl: 'https://app.example.org', plugins: {}, maxFormBytes: 1000 });

/** A request with a body in pieces, and perhaps what a body parser has left behind. */
function posted(pieces: readonly (string | Buffer)[], body?: unknown): IncomingMessage {
  const { method, url, headers } = incoming({ method: 'POST', headers: { 'content-type': 'text/xml' } });
  const stream = Readable.from(pieces.map(Buffer.from), { objectMode: false });
  return Object.assign(stream, {
    method,
    url,
    headers,
    ...(body !== undefined && { body }),
  }) as unknown as IncomingMessage;
}

const textOf = (request: IncomingMessage): Promise<string> => who.api(nodeRequest(request)).exchange.text();

describe('the text of a body', () => {
  it('is there for the plugin and for the application, of whatever kind it is', async () => {
    const request = posted(['<a>é', Buffer.from('日本').subarray(0, 2), Buffer.from('日本').subarray(2), '</a>']);
    expect(await textOf(request)).toBe('<a>é日本</a>');
    expect(await text(request)).toBe('<a>é日本</a>');
  });

  it('is what a body parser has left behind, if that was text or bytes', async () => {
    expect(await textOf(posted([], 'a'))).toBe('a');
    expect(await textOf(posted([], Buffer.from('é')))).toBe('é');
    expect(await textOf(posted([], { a: 1 }))).toBe('');
    expect(await textOf(posted(['<a/>'], {}))).toBe('<a/>');
  });

  it('is no larger than a form, and then still the application’s', async () => {
    const request = posted(['x'.repeat(600), 'y'.repeat(600)]);
    await expect(textOf(request)).rejects.toMatchObject({ code: 'FORM_TOO_LARGE', status: 413 });
    expect(await text(request)).toBe('x'.repeat(600) + 'y'.repeat(600));
  });
});
