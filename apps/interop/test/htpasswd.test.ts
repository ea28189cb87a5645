import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoProcess, startDemo } from '../../demo/test/demo-process.js';

const program = '/usr/bin/htpasswd';
const there = existsSync(program);

describe.skipIf(!there)(
  `a file of Apache's htpasswd${there ? '' : ' (skipped: apache2-utils is not installed)'}`,
  () => {
    let folder: string;
    let file: string;
    let demo: DemoProcess;

    const htpasswd = (...args: readonly string[]): void => {
      execFileSync(program, args, { stdio: 'ignore' });
    };
    const signIn = async (name: string, password: string): Promise<number> => {
      const body = new URLSearchParams({ login: name, password });
      return (await fetch(`${demo.url}/login`, { method: 'POST', body, redirect: 'manual' })).status;
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'who-htpasswd-'));
      file = join(folder, 'users');
      htpasswd('-cbB', file, 'bcrypt', 'päss:wörd');
      htpasswd('-bm', file, 'apr1', 'secret with spaces');
      htpasswd('-bs', file, 'sha', 'p');
      htpasswd('-bB', '-C', '10', file, 'josé', 'naïve');
      htpasswd('-b2', file, 'sha256', 'p:w');
      htpasswd('-b5', '-r', '20000', file, 'sha512', 'päss');
      htpasswd('-bd', file, 'des', 'p');
      demo = await startDemo({ HTPASSWD_FILE: file });
    });
    afterAll(async () => {
      await demo?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it.each([
      ['bcrypt', 'päss:wörd'],
      ['apr1', 'secret with spaces'],
      ['sha', 'p'],
      ['josé', 'naïve'],
      ['sha256', 'p:w'],
      ['sha512', 'päss'],
    ])('signs in %s', async (name, password) => {
      expect(await signIn(name, password)).toBe(303);
      expect(await signIn(name, `${password}!`)).toBe(401);
      expect(await signIn(`${name}!`, password)).toBe(401);
    });

    it('leaves out who has nothing but DES', async () => {
      expect(await signIn('des', 'p')).toBe(401);
    });

    it('notices new, changed and deleted users', async () => {
      htpasswd('-bB', file, 'late', 'comer');
      await expect.poll(() => signIn('late', 'comer'), { timeout: 60_000 }).toBe(303);
      htpasswd('-bB', file, 'late', 'changed');
      await expect.poll(() => signIn('late', 'changed'), { timeout: 60_000 }).toBe(303);
      expect(await signIn('late', 'comer')).toBe(401);
      htpasswd('-D', file, 'late');
      await expect.poll(() => signIn('late', 'changed'), { timeout: 60_000 }).toBe(401);
    });
  },
);
