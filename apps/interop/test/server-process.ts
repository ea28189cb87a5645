import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

/** A web server in a process of its own, with all its files in a folder of its own. */
export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ServerCommand {
  readonly program: string;
  /** What the server is to be called with, where its files are in `folder`. */
  readonly args: (folder: string) => readonly string[];
  /** Texts of files, by their names in the folder. */
  readonly files: (folder: string) => Readonly<Record<string, string>>;
  readonly url: string;
  /** Added to this process' own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Whether it writes to standard error what does not matter. */
  readonly chatty?: boolean | undefined;
}

/** Starts a server and waits until it answers. @throws when it ends before */
export async function startServerProcess({
  program,
  args,
  files,
  url,
  env,
  chatty,
}: ServerCommand): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'who-server-'));
  // Servers give up root by themselves, and then they cannot look into the folders of others.
  await chmod(folder, 0o755);
  for (const [name, text] of Object.entries(files(folder))) await writeFile(join(folder, name), text);

  // A process group of its own: when Apache ends, it signals everybody in its group.
  const child = spawn(program, args(folder), {
    stdio: ['inherit', 'inherit', chatty ? 'ignore' : 'inherit'],
    detached: true,
    env: { ...process.env, ...env },
  });
  let hasEnded = false;
  const exited = once(child, 'exit').then(() => {
    hasEnded = true;
  });
  const stop = async (): Promise<void> => {
    // All of it: PHP's workers outlive their parent.
    if (child.pid !== undefined && !hasEnded) process.kill(-child.pid, 'SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await vi.waitFor(async () => hasEnded || (await fetch(url, { redirect: 'manual' })), { timeout: 60_000 });
    if (hasEnded) throw new Error(`${program} ended before it answered.`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}
