import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeRequest } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { htpasswd } from '@who/plugin-htpasswd';
import { answering } from '../processes/answering.js';
import { secret } from '../secret.js';

/** How a password file of a size is read and used. SHA-1, so that the file is what costs and not the hash. */
export interface Question {
  readonly users: number;
  readonly logins: number;
}

export interface Answer {
  readonly readMs: number;
  readonly loginMicroseconds: number;
  readonly heapBytesPerUser: number;
}

/** A prime: users come in no order that a cache would like. */
const STEP = 7919;
const line = '{SHA}tiY7sUhYKUwI5L3866kDY+ENcrQ=';

answering(async ({ users, logins }: Question): Promise<Answer> => {
  const folder = mkdtempSync(join(tmpdir(), 'who-bench-'));
  try {
    const file = join(folder, 'users.htpasswd');
    writeFileSync(file, Array.from({ length: users }, (_, number) => `user${number}:${line}\n`).join(''));
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const started = performance.now();
    const plugin = htpasswd({ file, cacheSeconds: 0 });
    const readMs = performance.now() - started;
    globalThis.gc?.();
    const heapBytesPerUser = (process.memoryUsage().heapUsed - before) / users;
    const who = createWho({
      publicUrl: 'http://localhost',
      plugins: { ticket: authTkt({ secrets: [secret] }), users: plugin },
      identifiers: ['ticket'],
      authenticators: ['users'],
    });
    const logIn = async (number: number): Promise<void> => {
      const request: Partial<IncomingMessage> = { method: 'GET', url: '/', headers: {} };
      const api = who.api(nodeRequest(request as IncomingMessage));
      const { identity } = await api.login({ login: `user${number % users}`, password: 'wonderland' });
      if (!identity) throw new Error('The benchmark cannot log in.');
    };
    for (let i = 0; i < 2000; i++) await logIn(i);
    const cpu = process.cpuUsage();
    for (let i = 0; i < logins; i++) await logIn(i * STEP);
    const { user, system } = process.cpuUsage(cpu);
    plugin.close();
    return { readMs, loginMicroseconds: (user + system) / logins, heapBytesPerUser };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
