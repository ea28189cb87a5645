import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { adapterEngine } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { alice, ask, everywhere, type Gate, gate, type Handler, serve, ticks } from './support.js';

/** An engine whose decision is in the hands of the test. */
function undecided(): { who: ReturnType<typeof adapterEngine>; decision: Gate<boolean>; asked: Gate<void> } {
  const decision = gate<boolean>();
  const asked = gate<void>();
  const who = adapterEngine({
    decide() {
      asked.open();
      return decision.promise;
    },
  });
  return { who, decision, asked };
}

describe.each(everywhere)('a decision that takes its time in $name', (framework) => {
  it.each([
    { name: 'pipe', feed: (source: Readable, res: ServerResponse) => void source.pipe(res) },
    { name: 'pipeline', feed: (source: Readable, res: ServerResponse) => void pipeline(source, res) },
    {
      name: 'an iterable',
      feed: (source: Readable, res: ServerResponse) => void pipeline(source[Symbol.asyncIterator](), res),
    },
  ])('takes one chunk from $name and lets it wait', async ({ feed }) => {
    const { who, decision, asked } = undecided();
    const chunks = Array.from({ length: 200 }, (_, i) => `chunk ${i}\n`);
    let pulled = 0;
    const source = new Readable({
      highWaterMark: 0,
      read() {
        this.push(chunks[pulled++] ?? null);
      },
    });
    const running = await serve(framework, { who, handler: (_, res) => feed(source, res) });
    const answer = ask(running);
    await asked.promise;
    await ticks(20);
    expect(pulled).toBeLessThanOrEqual(2);
    decision.open(false);
    expect((await answer).body).toBe(chunks.join(''));
  });

  it('keeps what is written regardless, in order, with encodings and callbacks', async () => {
    const { who, decision, asked } = undecided();
    const calls: string[] = [];
    const drained = gate<void>();
    const handler: Handler = (_, res) => {
      res.once('drain', () => drained.open());
      const answers = [
        res.write('one '),
        res.write('74776f20', 'hex', () => calls.push('two')),
        res.write(Buffer.from('three '), () => calls.push('three')),
      ];
      expect(answers).toEqual([false, false, false]);
      drained.promise.then(() => res.end('Zm91cg==', 'base64', () => calls.push('four')));
    };
    const answer = ask(await serve(framework, { who, handler }));
    await asked.promise;
    expect(calls).toEqual([]);
    decision.open(false);
    expect(await answer).toMatchObject({ status: 200, body: 'one two three four' });
    expect(calls).toEqual(['two', 'three', 'four']);
  });

  it('tells those that it may go on who wait then, and nobody who was refused or has gone', async () => {
    const { who, decision, asked } = undecided();
    const told: string[] = [];
    const handler: Handler = (_, res) => {
      const gone = (): void => void told.push('gone');
      res.on('drain', gone);
      expect(() => Reflect.apply(res.on, res, ['drain', undefined])).toThrow(/listener/);
      res.write('body');
      res.off('drain', gone);
      res.on('drain', () => res.end());
    };
    const answer = ask(await serve(framework, { who, handler }));
    await asked.promise;
    decision.open(false);
    expect(await answer).toMatchObject({ status: 200, body: 'body' });
    expect(told).toEqual([]);
  });

  it('takes the end meanwhile', async () => {
    const { who, decision, asked } = undecided();
    const handler: Handler = (_, res) => {
      res.writeHead(200, { 'X-App': 'a' });
      res.write('bo');
      res.end('dy');
    };
    const answer = ask(await serve(framework, { who, handler }), alice);
    await asked.promise;
    decision.open(false);
    expect(await answer).toMatchObject({
      status: 200,
      body: 'body',
      headers: { 'x-app': 'a', 'set-cookie': ['session=alice'] },
    });
  });

  it('flushes the headers as soon as it can', async () => {
    const { who, decision, asked } = undecided();
    const finish = gate<void>();
    const handler: Handler = (_, res) => {
      res.flushHeaders();
      res.flushHeaders();
      finish.promise.then(() => res.end('body'));
    };
    const running = await serve(framework, { who, handler });
    const socket = connectSocket(running.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    await asked.promise;
    decision.open(false);
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n$/s);
    finish.open();
    let rest = '';
    for await (const chunk of socket) rest += chunk;
    expect(rest).toContain('body');
  });

  it('sends the status that was decided on, and says meanwhile that the head is out', async () => {
    const { who, decision, asked } = undecided();
    const sent: boolean[] = [];
    const handler: Handler = (_, res) => {
      res.statusCode = 201;
      res.write('body');
      res.statusCode = 500;
      sent.push(res.headersSent);
      decision.promise.then(() => setImmediate(() => res.end(() => sent.push(Object.hasOwn(res, 'headersSent')))));
    };
    const answer = ask(await serve(framework, { who, handler }));
    await asked.promise;
    decision.open(false);
    expect(await answer).toMatchObject({ status: 201, body: 'body' });
    expect(sent).toEqual([true, false]);
  });

  it('refuses chunks that are none at once, as Node does', async () => {
    const { who, decision, asked } = undecided();
    const codes: unknown[] = [];
    const handler: Handler = (_, res) => {
      res.writeHead(200);
      for (const chunk of [null, 7, {}]) {
        try {
          Reflect.apply(res.write, res, [chunk]);
        } catch (error) {
          codes.push((error as { code?: string }).code);
        }
      }
      res.end('body');
    };
    const answer = ask(await serve(framework, { who, handler }));
    await asked.promise;
    decision.open(false);
    expect((await answer).body).toBe('body');
    expect(codes).toEqual(['ERR_STREAM_NULL_VALUES', 'ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_TYPE']);
  });

  it('drops what was kept when it ends in a challenge, and calls the callbacks', async () => {
    const { who, decision, asked } = undecided();
    const calls: string[] = [];
    const drained = gate<void>();
    const handler: Handler = (_, res) => {
      res.statusCode = 401;
      res.on('drain', drained.open);
      res.write('secret', () => calls.push('write'));
      drained.promise.then(() => res.end('secret', () => calls.push('end')));
    };
    const running = await serve(framework, { who, handler });
    const answer = ask(running);
    await asked.promise;
    decision.open(true);
    const { status, body, connection } = await answer;
    expect({ status, body }).toEqual({ status: 302, body: 'Sign in first.' });
    expect((await ask(running)).connection).toBe(connection);
    expect(calls.slice(0, 2)).toEqual(['write', 'end']);
  });

  it('drops what was kept when it fails, and calls the callbacks', async () => {
    const { who, decision, asked } = undecided();
    const calls: string[] = [];
    const done = gate<void>();
    const handler: Handler = (_, res) => {
      res.statusCode = 200;
      res.write('secret', () => calls.push('write'));
      res.once('drain', () => {
        res.end('secret', () => {
          calls.push('end');
          done.open();
        });
      });
    };
    const answer = ask(await serve(framework, { who, handler }));
    await asked.promise;
    decision.fail(new Error('backend down'));
    const { status, body } = await answer;
    expect(status).toBe(500);
    expect(body).not.toContain('secret');
    await done.promise;
    expect(calls).toEqual(['write', 'end']);
  });

  it.each([
    { name: 'passes', settle: (decision: Gate<boolean>) => decision.open(false) },
    { name: 'challenges', settle: (decision: Gate<boolean>) => decision.open(true) },
    { name: 'fails', settle: (decision: Gate<boolean>) => decision.fail(new Error('backend down')) },
  ])('lets go of everything when the client goes away, and then $name', async ({ settle }) => {
    const { who, decision, asked } = undecided();
    const errors: unknown[] = [];
    const closed = gate<void>();
    const piped = gate<unknown>();
    const source = new Readable({ read() {} });
    source.push('chunk');
    const handler: Handler = (_, res) => {
      res.statusCode = 401;
      res.on('close', () => setImmediate(closed.open));
      res.write('secret', (error) => errors.push(error));
      pipeline(source, res).then(piped.open, piped.open);
    };
    const running = await serve(framework, { who, handler });
    const socket = connectSocket(running.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await asked.promise;
    socket.destroy();
    await closed.promise;
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_STREAM_DESTROYED' })]);
    expect(await piped.promise).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    expect(source.destroyed).toBe(true);
    settle(decision);
    await ticks(1);
  });

  it('reports a head that Node would have refused', async () => {
    const { who, decision, asked } = undecided();
    const handler: Handler = (_, res) => {
      res.writeHead(200, 'line\nbreak');
      res.end('secret');
    };
    const answer = ask(await serve(framework, { who, handler }));
    await asked.promise;
    decision.open(false);
    const { status, body } = await answer;
    expect(status).toBe(500);
    expect(body).not.toContain('secret');
  });

  it.each([
    { code: 'ERR_INVALID_CHAR', headers: { 'X-App': 'line\nbreak' } },
    { code: 'ERR_INVALID_CHAR', headers: { 'X-App': ['1', 'line\nbreak'] } },
    { code: 'ERR_INVALID_HTTP_TOKEN', headers: ['X App', '1'] },
    { code: 'ERR_HTTP_INVALID_HEADER_VALUE', headers: { 'X-App': undefined } },
  ])('refuses headers at once that Node refuses ($code), and takes another answer', async ({ code, headers }) => {
    const { who, decision } = undecided();
    const seen: unknown[] = [];
    const handler: Handler = (_, res) => {
      try {
        res.writeHead(200, headers as OutgoingHttpHeaders);
      } catch (error) {
        seen.push((error as { code?: unknown }).code, res.headersSent);
      }
      res.writeHead(422, { 'X-App': '2' });
      res.end('other');
      decision.open(false);
    };
    const answer = await ask(await serve(framework, { who, handler }));
    expect(seen).toEqual([code, false]);
    expect(answer).toMatchObject({ status: 422, headers: { 'x-app': '2' }, body: 'other' });
  });

  it('keeps a hundred requests apart', async () => {
    const decisions: Gate<boolean>[] = [];
    const all = gate<void>();
    const who = adapterEngine({
      decide() {
        const decision = gate<boolean>();
        if (decisions.push(decision) === 100) all.open();
        return decision.promise;
      },
      remember: async (_, { userid }) => [['Set-Cookie', `user=${userid}`]],
    });
    const handler: Handler = (req, res) => {
      res.statusCode = 200;
      res.end(`for ${req.remoteUser}`);
    };
    const running = await serve(framework, { who, handler });
    running.agent.maxSockets = 100;
    const answers = Promise.all(
      Array.from({ length: 100 }, (_, i) => ask(running, { headers: { 'x-user': `user${i}` } })),
    );
    await all.promise;
    for (const decision of decisions.reverse()) decision.open(false);
    (await answers).forEach((answer, i) => {
      expect(answer).toMatchObject({ body: `for user${i}`, headers: { 'set-cookie': [`user=user${i}`] } });
    });
  });
});
