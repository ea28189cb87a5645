import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A server that a script in `peers` runs, with all its files in a folder of its own. */
export interface Peer {
  readonly folder: string;
  /** What the script said when the server was ready: its address, or what others need of it. */
  readonly ready: string;
  stop(): Promise<void>;
}

/** Runs a script with the name of its folder and more arguments. @throws when it ends before it is ready */
export async function startPeer(name: string, ...args: readonly string[]): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), `who-${name}-`));
  const script = fileURLToPath(new URL(`../peers/${name}.sh`, import.meta.url));
  const child = spawn(script, [folder, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    const [, ready] = /^READY (\S+)$/m.exec(output) ?? [];
    if (ready !== undefined) return { folder, ready, stop };
  }
  await stop();
  throw new Error(`${name} did not start:\n${output}`);
}
