import type { IncomingMessage } from 'node:http';
import { nodeRequest } from '@who/connect';
import { createWho, type WhoRequest } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { people } from '../http/applications/people.js';
import { answering } from '../processes/answering.js';
import { secret } from '../secret.js';

/** Signs people in, each of them another one, who then come with their ticket. Options are the defaults. */
export interface Question {
  readonly signIns: number;
}

export interface Answer {
  readonly heapBytes: number;
  readonly microsecondsEach: number;
}

const attributes = memoryMetadataCache();
const who = createWho({
  publicUrl: 'http://localhost',
  plugins: { ticket: authTkt({ secrets: [secret] }), people: people(), attributes },
  identifiers: ['ticket'],
  authenticators: ['ticket', 'people'],
  metadataProviders: ['attributes'],
});
let number = 0;

answering(async ({ signIns }: Question): Promise<Answer> => {
  const started = performance.now();
  for (let i = 0; i < signIns; i++) await signIn(`user${number++}`);
  const microsecondsEach = ((performance.now() - started) * 1000) / signIns;
  globalThis.gc?.();
  return { heapBytes: process.memoryUsage().heapUsed, microsecondsEach };
});

async function signIn(login: string): Promise<void> {
  const { headers } = await who.api(requestWith('')).login({ login, password: 'wonderland' });
  const cookie = headers[0]?.[1].split(';', 1)[0] ?? '';
  const identity = await who.api(requestWith(cookie)).authenticate();
  if (identity?.userid !== login || !identity.metadata.attributes['mail'])
    throw new Error(`${login} is not signed in.`);
}

function requestWith(cookie: string): WhoRequest {
  const request: Partial<IncomingMessage> = { method: 'GET', url: '/', headers: { host: 'localhost', cookie } };
  return nodeRequest(request as IncomingMessage);
}
