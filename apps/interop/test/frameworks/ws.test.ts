import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Challenger, createWho } from '@who/core';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createEngine } from './applications/site.js';
import { wsServer } from './applications/ws.js';
import { listen } from './engine.js';
import { testVisits, ticketOf } from './visits.js';

/** What the server says to a client of `ws`: its first message, or the answer that was no WebSocket. */
async function ask(port: number, headers: Record<string, string> = {}): Promise<string | IncomingMessage> {
  const client = new WebSocket(`ws://127.0.0.1:${port}/`, { headers });
  const refused = once(client, 'unexpected-response').then(([, response]) => response as IncomingMessage);
  const greeted = once(client, 'message').then(([data]) => String(data));
  try {
    return await Promise.race([refused, greeted]);
  } finally {
    Promise.allSettled([refused, greeted]);
    client.on('error', () => {});
    client.terminate();
  }
}

const start = (who = createEngine()): Promise<number> => listen(wsServer(who));

describe('ws 8', () => {
  testVisits(async () => `http://127.0.0.1:${await start()}`);

  it('opens connections for who has signed in at the pages, and from those pages only', async () => {
    const port = await start();
    const cookie = await ticketOf(`http://127.0.0.1:${port}`);
    expect(await ask(port, { Cookie: cookie })).toBe('For alice');
    expect(await ask(port, { Cookie: cookie, Origin: 'http://app.example.org' })).toBe('For alice');
    expect(await ask(port, { Cookie: cookie, Origin: 'http://evil.example.org' })).toMatchObject({ statusCode: 403 });
  });

  it('lets programs sign in by a password', async () => {
    const port = await start();
    const answer = (await ask(port)) as IncomingMessage;
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, expect.stringMatching(/^Basic /)]);
    expect(await ask(port, { Authorization: `Basic ${btoa('alice:wonderland')}` })).toBe('For alice');
    expect(await ask(port, { Authorization: `Basic ${btoa('alice:wrong')}` })).toMatchObject({ statusCode: 401 });
  });

  it('hands on what a challenger answers: body and cookies', async () => {
    const pairing: Challenger = {
      anyClient: true,
      challenge: () => ({
        status: 401,
        headers: [
          ['Set-Cookie', 'device=7; Path=/; HttpOnly'],
          ['Set-Cookie', 'waiting=1; Path=/'],
        ],
        body: 'Confirm device 7 in your account.',
      }),
    };
    const port = await start(
      createWho({ publicUrl: 'http://app.example.org', plugins: { pairing }, challengers: ['pairing'] }),
    );
    const client = new WebSocket(`ws://127.0.0.1:${port}/`);
    const [, answer] = (await once(client, 'unexpected-response')) as [unknown, IncomingMessage];
    expect([answer.statusCode, await text(answer)]).toEqual([401, 'Confirm device 7 in your account.']);
    expect(answer.headers['set-cookie']).toEqual(['device=7; Path=/; HttpOnly', 'waiting=1; Path=/']);
  });
});
