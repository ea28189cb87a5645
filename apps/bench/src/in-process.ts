import type { IncomingMessage } from 'node:http';
import { createWho, Identity, type ResponseHead, type Who } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { type Spread, spreadOf } from './statistics.js';

const ROUNDS = 9;
const REQUESTS = 50_000;
const publicUrl = 'http://localhost:3000';
const response: ResponseHead = { status: 200, header: () => undefined, setCookies: [] };

/** Microseconds per request, from classify to remember, without any HTTP. */
export async function measureInProcess(): Promise<Record<string, Spread>> {
  const secrets: [string] = ['a secret of the benchmark, 32 bytes at least'];
  const remembered = authTkt({ secrets });
  const newEachTime = authTkt({ secrets, verifiedTickets: 0 });
  const attributes = memoryMetadataCache();
  const plugins = { remembered, newEachTime, attributes };
  const engines: Record<string, Who> = {
    'ticket seen before': createWho({
      publicUrl,
      plugins,
      identifiers: ['remembered'],
      authenticators: ['remembered'],
    }),
    'ticket new each time': createWho({
      publicUrl,
      plugins,
      identifiers: ['newEachTime'],
      authenticators: ['newEachTime'],
    }),
    'ticket seen before, memory metadata': createWho({
      publicUrl,
      plugins,
      identifiers: ['remembered'],
      authenticators: ['remembered'],
      metadataProviders: ['attributes'],
    }),
  };
  const cookie = await ticketCookie(remembered);
  const names = Object.keys(engines);
  const rounds = Array.from({ length: ROUNDS }, () => names.map((name) => timeRequests(engines[name] as Who, cookie)));
  return Object.fromEntries(
    names.map((name, i) => [name, spreadOf(rounds.slice(1).map((round) => round[i] as number))]),
  );
}

async function ticketCookie(ticket: ReturnType<typeof authTkt>): Promise<string> {
  const { exchange } = createWho({ publicUrl, plugins: {} }).api(requestWith(''));
  const headers = await ticket.remember(exchange, new Identity({ userid: 'alice', tokens: ['staff'] }));
  return headers?.[0]?.[1].split(';', 1)[0] ?? '';
}

function timeRequests(who: Who, cookie: string): number {
  const started = performance.now();
  for (let i = 0; i < REQUESTS; i++) {
    const api = who.api(requestWith(cookie));
    api.authenticate();
    api.conclude(response);
    if (api.identity?.userid !== 'alice') throw new Error('The benchmark is not signed in.');
  }
  return ((performance.now() - started) * 1000) / REQUESTS;
}

/** As much of a request as the engine looks at. */
function requestWith(cookie: string): IncomingMessage {
  const request: Partial<IncomingMessage> = {
    method: 'GET',
    url: '/whoami',
    headers: { host: 'localhost:3000', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)', accept: '*/*', cookie },
    socket: { remoteAddress: '127.0.0.1' } as IncomingMessage['socket'],
  };
  return request as IncomingMessage;
}
