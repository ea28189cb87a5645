import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A server of our own, in a process that can be stopped, paused and started again at the same address. */
export interface SqlServer {
  /** Where its socket is, and nobody else's. */
  readonly folder: string;
  /** Pauses it with all of its processes, and has it go on. */
  pause(): void;
  goOn(): void;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, after `kill`. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** What makes up one kind of server. */
export interface ServerKind {
  /** Makes an empty database in a folder: a program and its arguments. */
  install(folder: string): readonly [string, ...string[]];
  /** Runs it in the foreground. */
  run(folder: string): readonly [string, ...string[]];
  /** What it says when it can be asked. */
  readonly ready: RegExp;
  /** Ends all of its processes at once. */
  readonly crash: NodeJS.Signals;
}

/** Servers of databases refuse to run as root. */
const nobody = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return { uid: Number(uid), gid: Number(gid) };
};

export async function startServer({ install, run, ready, crash }: ServerKind): Promise<SqlServer> {
  const folder = await mkdtemp(join(tmpdir(), 'who-sql-'));
  const as = nobody();
  const options = { cwd: folder, ...as, env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8' } };
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();

  const signal = (name: NodeJS.Signals): void => {
    for (const pid of child?.pid ? family(child.pid) : []) {
      try {
        process.kill(pid, name);
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  const kill = async (): Promise<void> => {
    child?.kill(crash);
    // Most signals wait while a process is paused.
    signal('SIGCONT');
    await exited;
    child = undefined;
  };
  const start = async (): Promise<void> => {
    const [program, ...args] = run(folder);
    const started = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    exited = once(started, 'close');
    // Also where this process does not get to its own end.
    const end = (): void => void started.kill('SIGKILL');
    process.once('exit', end);
    void exited.then(() => process.off('exit', end));
    await printed(started, ready);
  };
  const stop = async (): Promise<void> => {
    await kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    if (as.uid !== undefined) await chown(folder, as.uid, as.gid ?? as.uid);
    const [program, ...args] = install(folder);
    await promisify(execFile)(program, args, options);
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { folder, pause: () => signal('SIGSTOP'), goOn: () => signal('SIGCONT'), kill, start, stop };
}

/** A process and its children. */
function family(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return [pid, ...children.split(' ').filter(Boolean).map(Number)];
  } catch {
    return [];
  }
}

/** Waits until a process has printed something, and goes on reading, so that it can print more. */
async function printed(child: ChildProcess, what: RegExp): Promise<void> {
  const output = child.stderr as NodeJS.ReadableStream;
  let text = '';
  await new Promise<void>((resolve, reject) => {
    output.on('data', (chunk: Buffer) => {
      if (text.length < 100_000) text += chunk;
      if (what.test(text)) resolve();
    });
    child.once('close', () => reject(new Error(`It ended before it was ready:\n${text}`)));
    child.once('error', reject);
  });
}
