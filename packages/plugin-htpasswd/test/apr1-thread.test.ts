import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Apr1Thread, apr1Thread } from '../src/apr1-thread.js';
import { APR1_OF_SECRET, fixturePath } from './support.js';

const secret = Buffer.from('secret');
const run = promisify(execFile);

function thread(start?: () => Worker): Apr1Thread {
  const made = apr1Thread(start);
  onTestFinished(() => made.close());
  return made;
}

describe('the thread for apr1', () => {
  it('answers each of many checks', async () => {
    const { verify } = thread();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => verify(i % 3 === 0 ? secret : Buffer.from(`wrong ${i}`), APR1_OF_SECRET)),
    );
    expect(answers).toEqual(answers.map((_, i) => i % 3 === 0));
  });

  it('fails what was running when it dies, and starts again', async () => {
    const dying = () =>
      new Worker('require("node:worker_threads").parentPort.on("message", () => process.exit(3))', { eval: true });
    const echoing = () =>
      new Worker(
        'const { parentPort } = require("node:worker_threads"); parentPort.on("message", ({ id }) => parentPort.postMessage({ id, matches: true }))',
        { eval: true },
      );
    const starts = [dying, echoing];
    const { verify } = thread(() => (starts.shift() ?? echoing)());
    const answers = await Promise.allSettled([verify(secret, ''), verify(secret, '')]);
    for (const answer of answers) expect(answer).toHaveProperty('reason.code', 'HTPASSWD_CHECK_FAILED');
    expect(await verify(secret, '')).toBe(true);
    expect(starts).toEqual([]);
  });

  it('fails with the cause when it cannot start, without the password', async () => {
    const { verify } = thread(() => new Worker('throw new Error("no luck")', { eval: true }));
    const error = await verify(secret, APR1_OF_SECRET).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'HTPASSWD_CHECK_FAILED', status: 500, cause: { message: 'no luck' } });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('fails what is running when it is closed, and everything after', async () => {
    const silent = () =>
      new Worker('require("node:worker_threads").parentPort.on("message", () => {})', { eval: true });
    const { verify, close } = thread(silent);
    const pending = verify(secret, APR1_OF_SECRET);
    close();
    await expect(pending).rejects.toMatchObject({ code: 'HTPASSWD_CLOSED' });
    await expect(verify(secret, APR1_OF_SECRET)).rejects.toMatchObject({ code: 'HTPASSWD_CLOSED' });
  });

  it('keeps the process alive for a running check, and no longer', async () => {
    const script = `
      import { PasswordCredentials, createWho } from '@who/core';
      import { htpasswd } from '@who/plugin-htpasswd';
      const users = htpasswd({ file: process.argv[1] });
      const who = createWho({ publicUrl: 'http://localhost', plugins: { users } });
      const { exchange } = who.api({ headers: {} });
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
