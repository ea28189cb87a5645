import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fetchRequest } from '../src/index.js';
import { asked, watched } from './support.js';

const post = (body: NonNullable<RequestInit['body']>): Request => asked('/', { method: 'POST', body, duplex: 'half' });

describe('a request', () => {
  it('is the same however often it is asked for, and keeps the peer that it was told of', () => {
    const request = asked();
    const seen = fetchRequest(request);
    expect([seen.raw, seen.peer, seen.journey]).toEqual([request, undefined, undefined]);
    const peer = { address: '127.0.0.1' };
    expect(fetchRequest(request, peer)).toBe(seen);
    expect(fetchRequest(request, { address: '10.0.0.1' }).peer).toBe(peer);
    expect(fetchRequest(asked())).not.toBe(seen);
  });

  it('has the target that stands in its URL', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const request = new Request(url);
        const { target } = fetchRequest(request);
        const whole = new URL(url);
        whole.hash = '';
        expect(target).toBe(whole.href.slice(whole.origin.length));
        expect(target.startsWith('/')).toBe(true);
      }),
    );
  });

  it('has the target that a server has made no URL of', () => {
    const target = (url: string): string => fetchRequest({ url } as Request).target;
    expect(target('http://localhost:8080//a/%2e%2E/b;c=d?e=/f#g?h')).toBe('//a/%2e%2E/b;c=d?e=/f');
    expect(target('http://localhost/?')).toBe('/?');
    expect(target('http://localhost*')).toBe('');
    expect(target('http://localhost?x=/private')).toBe('?x=/private');
    expect(target('http://localhost#/private')).toBe('');
    expect(target('http://localhost\\a/private')).toBe('\\a/private');
  });

  it('never has fewer header lines than came, and all that stood in them', () => {
    const value = fc.stringMatching(/^[!-~]?[ -~]{0,8}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('X-A', 'x-a', 'X_A', 'Accept'), value)), (lines) => {
        const { headerLines } = fetchRequest(asked('/', { headers: lines }));
        for (const name of ['x-a', 'x_a', 'accept']) {
          const came = lines.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value.trim());
          const seen = headerLines.filter((_, i) => i % 2 === 1 && headerLines[i - 1] === name);
          expect(seen.length).toBeGreaterThanOrEqual(came.length);
          expect(seen.join(', ').replace(/[ ,]/g, '')).toBe(came.join('').replace(/[ ,]/g, ''));
        }
      }),
    );
  });

  it('has one line of cookies', () => {
    const { headerLines } = fetchRequest(asked('/', { headers: { Cookie: 'a=1, 2; b=3' } }));
    expect(headerLines).toEqual(['cookie', 'a=1, 2; b=3']);
  });

  it('has nothing that a Request does not tell', () => {
    const seen = fetchRequest(asked());
    expect([seen.connection, seen.mayHaveTrailers, seen.parsedBody]).toEqual([undefined, false, undefined]);
  });
});

describe('headers that are concealed', () => {
  it('are in nothing that anybody sees from then on', async () => {
    const request = new Request('http://localhost/a?b', {
      method: 'POST',
      headers: [
        ['Remote-User', 'alice'],
        ['remote_user', 'bob'],
        ['X-Kept', '1'],
      ],
      body: 'body',
    });
    const seen = fetchRequest(request);
    expect(seen.headerLines).toContain('remote_user');
    seen.concealHeaders(['REMOTE_USER']);
    expect([seen.header('remote-user'), seen.header('remote_user'), seen.header('x-kept')]).toEqual([
      undefined,
      undefined,
      '1',
    ]);
    expect(seen.headerLines.filter((line) => /remote/.test(line))).toEqual([]);
    expect([...seen.raw.headers.keys()]).not.toContain('remote_user');
    expect([seen.raw.method, seen.raw.url, await seen.raw.text()]).toEqual(['POST', 'http://localhost/a?b', 'body']);
    expect(fetchRequest(seen.raw)).toBe(seen);
  });

  it('leave requests alone that have none of them', () => {
    const request = asked();
    const seen = fetchRequest(request);
    seen.concealHeaders(['Remote-User']);
    seen.concealTrailers(['Remote-User']);
    expect(seen.raw).toBe(request);
  });

  it('go from a request whose body is used up', async () => {
    const request = new Request('http://localhost/', { method: 'POST', headers: { 'X-User': 'alice' }, body: 'body' });
    await request.text();
    const seen = fetchRequest(request);
    seen.concealHeaders(['x-user']);
    expect([seen.header('x-user'), await seen.raw.text()]).toEqual([undefined, '']);
  });

  it('leave the copy its abort signal', () => {
    const gone = new AbortController();
    const seen = fetchRequest(asked('/', { headers: { 'X-User': 'alice' }, signal: gone.signal }));
    seen.concealHeaders(['x-user']);
    gone.abort();
    expect(seen.raw.signal.aborted).toBe(true);
  });
});

describe('a body', () => {
  const pieces = (...texts: readonly string[]): ReadableStream =>
    ReadableStream.from(texts.map((text) => new TextEncoder().encode(text)));

  it('is read to its end, and can be read again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), async (texts) => {
        const whole = texts.join('');
        const request = post(pieces(...texts));
        const seen = fetchRequest(request);
        for (let time = 0; time < 2; time++) {
          expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await seen.peekBody(10_000))).toBe(whole);
        }
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await request.arrayBuffer())).toBe(whole);
      }),
    );
  });

  it('is empty where there is none', async () => {
    expect((await fetchRequest(asked()).peekBody(10)).byteLength).toBe(0);
  });

  it('that is too large is still there for the application', async () => {
    const request = post(pieces('abc', 'def', 'ghi'));
    await expect(fetchRequest(request).peekBody(5)).rejects.toMatchObject({ code: 'FORM_TOO_LARGE', status: 413 });
    expect(await request.text()).toBe('abcdefghi');
  });

  it('that says it is too large is not read', async () => {
    const request = asked('/', { method: 'POST', body: 'x', headers: { 'Content-Length': '11' } });
    const seen = fetchRequest(request);
    await expect(seen.peekBody(10)).rejects.toMatchObject({ code: 'FORM_TOO_LARGE' });
    expect(request.bodyUsed).toBe(false);
  });

  it('is released where nobody will read what is left of it', async () => {
    const { body, released } = watched();
    const seen = fetchRequest(post(body));
    seen.release();
    expect(released()).toBe(false);
    await seen.peekBody(5000).catch(() => {});
    seen.release();
    expect(released()).toBe(true);
  });

  it('that breaks off is no form', async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error('gone')),
    });
    await expect(fetchRequest(post(broken)).peekBody(10)).rejects.toMatchObject({ code: 'BAD_FORM', status: 400 });
  });

  it('that a layer above has read is missed', async () => {
    const request = post('a=1');
    await request.text();
    await expect(fetchRequest(request).peekBody(10)).rejects.toMatchObject({ code: 'BODY_USED', status: 500 });
  });
});
