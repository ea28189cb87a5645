import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CryptTask } from '../src/algorithms/crypt.js';
import { type CheckThreads, checkThreads } from '../src/check-threads.js';
import { OF_SECRET } from './support.js';

const task = (password = 'secret'): CryptTask => ({
  algorithm: 'apr1',
  password: Buffer.from(password),
  setting: OF_SECRET.apr1,
});
const run = promisify(execFile);

function threads(start?: () => Worker): CheckThreads {
  const made = checkThreads(start);
  onTestFinished(() => made.close());
  return made;
}

/** A thread that has the same answer to everything. */
const echoing = (): Worker =>
  new Worker(
    'const { parentPort } = require("node:worker_threads"); parentPort.on("message", () => parentPort.postMessage("text"))',
    { eval: true },
  );

describe('the threads for checks', () => {
  it('answer each check, many at the same time', async () => {
    const { crypt } = threads();
    const texts = await Promise.all(
      Array.from({ length: 6 }, (_, i) => crypt(task(i % 3 === 0 ? 'secret' : `wrong ${i}`))),
    );
    expect(texts.map((text) => text === OF_SECRET.apr1)).toEqual([true, false, false, true, false, false]);
  });

  it('are as many as there are checks at the same time, and serve again', async () => {
    let started = 0;
    const { crypt } = threads(() => {
      started++;
      return echoing();
    });
    for (let i = 0; i < 3; i++) await crypt(task());
    expect(started).toBe(1);
    await Promise.all([crypt(task()), crypt(task())]);
    await Promise.all([crypt(task()), crypt(task())]);
    expect(started).toBe(2);
  });

  it('fail only what was running when one dies, and start again', async () => {
    const dying = () =>
      new Worker('require("node:worker_threads").parentPort.on("message", () => process.exit(3))', { eval: true });
    const starts = [dying, echoing];
    const { crypt } = threads(() => (starts.shift() ?? echoing)());
    const answers = await Promise.allSettled([crypt(task()), crypt(task())]);
    expect(answers[0]).toHaveProperty('reason.code', 'PASSWORDS_CHECK_FAILED');
    expect(answers[1]).toEqual({ status: 'fulfilled', value: 'text' });
    expect(await crypt(task())).toBe('text');
    expect(starts).toEqual([]);
  });

  it('do not serve any more when one has died idle', async () => {
    const made: Worker[] = [];
    const { crypt } = threads(() => {
      const worker = echoing();
      made.push(worker);
      return worker;
    });
    await crypt(task());
    await made[0]?.terminate();
    expect(await crypt(task())).toBe('text');
    expect(made).toHaveLength(2);
  });

  it('fail with the cause when they cannot start, without the password', async () => {
    const { crypt } = threads(() => new Worker('throw new Error("no luck")', { eval: true }));
    const error = await crypt(task()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'PASSWORDS_CHECK_FAILED', status: 500, cause: { message: 'no luck' } });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('fail what is running when they are closed, and everything after', async () => {
    const silent = () =>
      new Worker('require("node:worker_threads").parentPort.on("message", () => {})', { eval: true });
    const { crypt, close } = threads(silent);
    const pending = crypt(task());
    close();
    await expect(pending).rejects.toMatchObject({ code: 'PASSWORDS_CLOSED' });
    await expect(crypt(task())).rejects.toMatchObject({ code: 'PASSWORDS_CLOSED' });
  });

  it('keep the process alive for a running check, and no longer', async () => {
    const script = `
      import { createPasswords } from '@who/passwords';
      const { verify } = createPasswords({ hashing: { scheme: 'sha512-crypt', rounds: 1000 } });
      console.log(await verify('secret', process.argv[1]));`;
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '--eval', script, OF_SECRET['sha512-crypt']],
      { cwd: fileURLToPath(new URL('..', import.meta.url)), timeout: 20_000 },
    );
    expect(stdout).toBe('match\n');
  });
});
