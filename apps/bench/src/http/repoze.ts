import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pinned } from '../processes/pinning.js';
import { secret } from '../secret.js';
import type { Peer } from './peer.js';

const python = '/usr/bin/python3';
const app = fileURLToPath(new URL('../../peers/repoze_app.py', import.meta.url));

/** Whether Debian's python3-repoze.who and python3-waitress are installed. */
export const repozeIsThere: boolean = (() => {
  try {
    execFileSync(python, ['-c', 'import repoze.who, waitress'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

export async function startRepoze(): Promise<Peer> {
  const [command, ...words] = pinned([python, app, secret], 'server');
  // It ends when its standard input does, so it never outlives this process.
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const first = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const url = String(first[0]).trim();
  if (!url.startsWith('http')) throw new Error('repoze.who has not started.');
  return {
    url,
    cpuMicroseconds: async () => undefined,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}
