import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { adapterEngine } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { everywhere, gate, type Handler, type Running, serve, ticks } from './support.js';

const MEGABYTE = 1_048_576;

describe.each(everywhere)('a slow client of $name', (framework) => {
  it.each([{ decided: 'at once' }, { decided: 'later' }])(
    'does not fill the memory (decided $decided)',
    async ({ decided }) => {
      const who = adapterEngine({ decide: () => (decided === 'later' ? Promise.resolve(false) : false) });
      const block = Buffer.alloc(65_536, 'x');
      const wanted = (200 * MEGABYTE) / block.length;
      let produced = 0;
      const source = new Readable({
        read() {
          this.push(produced++ < wanted ? block : null);
        },
      });
      const running = await serve(framework, { who, handler: (_, res) => void pipeline(source, res) });
      const { rss } = process.memoryUsage();
      const socket = get(running, 'x-user: alice\r\n');
      await once(socket, 'readable');
      // The client reads nothing: only what the sockets' buffers take can have been produced.
      for (let last = -1; last !== produced; await ticks(50)) last = produced;
      expect(produced * block.length).toBeLessThan(20 * MEGABYTE);
      expect(process.memoryUsage().rss - rss).toBeLessThan(30 * MEGABYTE);

      let received = 0;
      socket.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      await finished(socket, { writable: false });
      expect(received).toBeGreaterThan(200 * MEGABYTE);
    },
  );
});

describe.each(everywhere)('a client of $name that goes away', (framework) => {
  it('while it is being found out who it is', async () => {
    const asked = gate<void>();
    const gone = gate<void>();
    const answer = gate<undefined>();
    const who = adapterEngine({
      identify({ raw }) {
        (raw as IncomingMessage).once('close', gone.open);
        asked.open();
        return answer.promise;
      },
    });
    const written = gate<Error | null | undefined>();
    const handler: Handler = (_, res) => {
      res.statusCode = 401;
      res.write('secret', written.open);
      res.end();
    };
    const running = await serve(framework, { who, handler });
    const socket = get(running);
    await asked.promise;
    socket.destroy();
    await gone.promise;
    await ticks(1);
    answer.open(undefined);
    expect(await written.promise).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
  });

  it('before the application answers, which then asks nobody for a decision', async () => {
    let decisions = 0;
    const who = adapterEngine({
      decide() {
        decisions++;
        return true;
      },
    });
    const started = gate<void>();
    const written = gate<Error | null | undefined>();
    const handler: Handler = (_, res) => {
      res.on('close', () => {
        res.statusCode = 401;
        res.write('secret', written.open);
        res.end();
      });
      started.open();
    };
    const socket = get(await serve(framework, { who, handler }));
    await started.promise;
    socket.destroy();
    expect(await written.promise).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
    expect(decisions).toBe(0);
  });

  it('during the body', async () => {
    const ended = gate<unknown>();
    const source = new Readable({
      read() {
        this.push(Buffer.alloc(16_384));
      },
    });
    const running = await serve(framework, {
      handler: (_, res) => void pipeline(source, res).then(ended.open, ended.open),
    });
    const socket = get(running);
    await once(socket, 'readable');
    socket.destroy();
    expect(await ended.promise).toMatchObject({ code: expect.stringMatching(/PREMATURE_CLOSE|ECONNRESET|EPIPE/) });
    expect(source.destroyed).toBe(true);
  });

  it('during an upload that is refused', async () => {
    const handler: Handler = (req, res) => {
      req.once('readable', () => {
        req.read(1);
        res.writeHead(401).end();
      });
    };
    const running = await serve(framework, { handler });
    const socket = connectSocket(running.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nsome');
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 302 /);
    socket.destroy();
    await noConnections(running);
  });
});

function get({ port }: Running, headers = ''): ReturnType<typeof connectSocket> {
  const socket = connectSocket(port, '127.0.0.1');
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`);
  return socket;
}

/** Waits until the server knows that nobody is there. */
async function noConnections({ server }: Running): Promise<void> {
  for (;;) {
    const open = await new Promise((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
    if (open === 0) return;
    await ticks(1);
  }
}
