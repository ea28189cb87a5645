import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeRequest } from '@who/connect';
import { createWho, type Logger } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { htpasswd } from '@who/plugin-htpasswd';
import { answering } from '../processes/answering.js';
import { secret } from '../secret.js';

/** How a password file of a size is read and used. SHA-1, so that the file is what costs and not the hash. */
export interface Question {
  readonly users: number;
  readonly logins: number;
}

/** Times are the processor's. */
export interface Answer {
  /** Until somebody can sign in. */
  readonly readMs: number;
  /** Until all lines have been looked through for such as do not count, beside requests. */
  readonly lookMs: number;
  readonly loginMicroseconds: number;
  /** What stays of it, on the heap and beside it. */
  readonly bytesPerUser: number;
}

/** A prime: users come in no order that a cache would like. */
const STEP = 7919;
const line = '{SHA}tiY7sUhYKUwI5L3866kDY+ENcrQ=';

answering(async ({ users, logins }: Question): Promise<Answer> => {
  const folder = mkdtempSync(join(tmpdir(), 'who-bench-'));
  try {
    const file = join(folder, 'users.htpasswd');
    const lines = Array.from({ length: users }, (_, number) => `user${number}:${line}\n`);
    // The last line does not count. The warning of it says that all have been looked through.
    writeFileSync(file, `${lines.join('')}plain:text\n`);
    const looked = warned();
    const before = memory();
    const started = cpuMs();
    const plugin = htpasswd({ file, cacheSeconds: 0 });
    const readMs = cpuMs() - started;
    const bytesPerUser = (memory() - before) / users;
    const who = createWho({
      publicUrl: 'http://localhost',
      plugins: { ticket: authTkt({ secrets: [secret] }), users: plugin },
      identifiers: ['ticket'],
      authenticators: ['users'],
      logger: looked.logger,
    });
    const logIn = async (number: number): Promise<void> => {
      const request: Partial<IncomingMessage> = { method: 'GET', url: '/', headers: {} };
      const api = who.api(nodeRequest(request as IncomingMessage));
      const { identity } = await api.login({ login: `user${number % users}`, password: 'wonderland' });
      if (!identity) throw new Error('The benchmark cannot log in.');
    };
    await logIn(0);
    const signedIn = cpuMs();
    await looked.all;
    const lookMs = cpuMs() - signedIn;
    for (let i = 0; i < 2000; i++) await logIn(i);
    const warm = cpuMs();
    for (let i = 0; i < logins; i++) await logIn(i * STEP);
    const loginMicroseconds = ((cpuMs() - warm) * 1000) / logins;
    plugin.close();
    return { readMs, lookMs, loginMicroseconds, bytesPerUser };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A logger, and a promise that it has been told of lines that do not count. */
function warned(): { readonly logger: Logger; readonly all: Promise<void> } {
  let done = (): void => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const warn = (message: string): void => {
    if (message.includes('do not count')) done();
  };
  return { logger: { debug() {}, warn, error() {} }, all };
}
