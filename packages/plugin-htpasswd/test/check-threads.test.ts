import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CheckThreads, checkThreads } from '../src/check-threads.js';
import { APR1_OF_SECRET, fixturePath } from './support.js';

const secret = Buffer.from('secret');
const run = promisify(execFile);

function threads(start?: () => Worker): CheckThreads {
  const made = checkThreads(start);
  onTestFinished(() => made.close());
  return made;
}

/** A thread that takes every password for the right one. */
const echoing = (): Worker =>
  new Worker(
    'const { parentPort } = require("node:worker_threads"); parentPort.on("message", () => parentPort.postMessage(true))',
    { eval: true },
  );

describe('the threads for checks', () => {
  it('answer each check, many at the same time', async () => {
    const { verify } = threads();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => verify(i % 3 === 0 ? secret : Buffer.from(`wrong ${i}`), APR1_OF_SECRET)),
    );
    expect(answers).toEqual([true, false, false, true, false, false]);
  });

  it('are as many as there are checks at the same time, and serve again', async () => {
    let started = 0;
    const { verify } = threads(() => {
      started++;
      return echoing();
    });
    for (let i = 0; i < 3; i++) await verify(secret, '');
    expect(started).toBe(1);
    await Promise.all([verify(secret, ''), verify(secret, '')]);
    await Promise.all([verify(secret, ''), verify(secret, '')]);
    expect(started).toBe(2);
  });

  it('fail only what was running when one dies, and start again', async () => {
    const dying = () =>
      new Worker('require("node:worker_threads").parentPort.on("message", () => process.exit(3))', { eval: true });
    const starts = [dying, echoing];
    const { verify } = threads(() => (starts.shift() ?? echoing)());
    const answers = await Promise.allSettled([verify(secret, ''), verify(secret, '')]);
    expect(answers[0]).toHaveProperty('reason.code', 'HTPASSWD_CHECK_FAILED');
    expect(answers[1]).toEqual({ status: 'fulfilled', value: true });
    expect(await verify(secret, '')).toBe(true);
    expect(starts).toEqual([]);
  });

  it('do not serve any more when one has died idle', async () => {
    const made: Worker[] = [];
    const { verify } = threads(() => {
      const worker = echoing();
      made.push(worker);
      return worker;
    });
    await verify(secret, '');
    await made[0]?.terminate();
    expect(await verify(secret, '')).toBe(true);
    expect(made).toHaveLength(2);
  });

  it('fail with the cause when they cannot start, without the password', async () => {
    const { verify } = threads(() => new Worker('throw new Error("no luck")', { eval: true }));
    const error = await verify(secret, APR1_OF_SECRET).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'HTPASSWD_CHECK_FAILED', status: 500, cause: { message: 'no luck' } });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('fail what is running when they are closed, and everything after', async () => {
    const silent = () =>
      new Worker('require("node:worker_threads").parentPort.on("message", () => {})', { eval: true });
    const { verify, close } = threads(silent);
    const pending = verify(secret, APR1_OF_SECRET);
    close();
    await expect(pending).rejects.toMatchObject({ code: 'HTPASSWD_CLOSED' });
    await expect(verify(secret, APR1_OF_SECRET)).rejects.toMatchObject({ code: 'HTPASSWD_CLOSED' });
  });

  it('keep the process alive for a running check, and no longer', async () => {
    const script = `
      import { PasswordCredentials, createWho } from '@who/core';
      import { htpasswd } from '@who/plugin-htpasswd';
      import { fakeRequest } from '@who/testkit';
      const users = htpasswd({ file: process.argv[1] });
      const who = createWho({ publicUrl: 'http://localhost', plugins: { users } });
      const { exchange } = who.api(fakeRequest());
      const answer = await users.authenticate(exchange, new PasswordCredentials('simple', 'secret'));
      console.log(answer.userid);`;
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '--eval', script, fixturePath('htpasswd.apr1')],
      {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        timeout: 20_000,
      },
    );
    expect(stdout).toBe('simple\n');
  });
});
