import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import { freePort } from '../../../interop/test/ports.js';
import { root } from '../../src/site/places.js';

/**
 * Somebody who does what a page says: in a folder in which the packages are installed, and with free ports in the place
 * of those that are printed.
 */
export class Reader implements AsyncDisposable {
  readonly folder: string;
  readonly #ports: ReadonlyMap<string, number>;
  readonly #running: Running[] = [];
  /** Where `cd` has led, below the folder. */
  #place = '.';

  private constructor(folder: string, ports: ReadonlyMap<string, number>) {
    this.folder = folder;
    this.#ports = ports;
  }

  /** @param printed the ports that the page prints */
  static async sitDown(printed: readonly number[]): Promise<Reader> {
    const folder = await mkdtemp(join(tmpdir(), 'who-docs-'));
    // Servers give up root by themselves, and then they cannot look into the folders of others.
    await chmod(folder, 0o755);
    await symlink(`${root}apps/docs/node_modules`, join(folder, 'node_modules'));
    const ports = new Map<string, number>();
    for (const port of printed) ports.set(String(port), await freePort());
    return new Reader(folder, ports);
  }

  /** Text of the page with this reader's ports, and folder: each page has one of its own below `/srv`, if any. */
  own(text: string): string {
    const withPorts = text.replace(/(?<![\d.])\d{3,5}(?!\d)/g, (port) => String(this.#ports.get(port) ?? port));
    return withPorts.replaceAll(/\/srv\/[\w-]+/g, this.folder).replaceAll(/\bsudo /g, '');
  }

  async save(name: string, text: string): Promise<void> {
    const path = join(this.folder, this.#place, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, this.own(text));
  }

  /**
   * @param prelude what the shell knows beforehand
   * @returns what they print
   * @throws when one fails
   */
  async type(commands: string, prelude = ''): Promise<string> {
    const running = this.#start(`${prelude}\n${commands}`);
    const code = await running.ended;
    if (code !== 0) throw new Error(`ended with ${code}: ${commands}\n${running.output}`);
    for (const [, place = ''] of commands.matchAll(/^cd (\S+)$/gm)) this.#place = join(this.#place, place);
    return running.output;
  }

  /** Commands that go on, in a terminal of their own. Resolves when they have printed a text. */
  async leaveRunning(commands: string, shows: string): Promise<void> {
    const running = this.#start(commands);
    await running.until(() => missingIn(running.output, this.own(shows)) === undefined);
  }

  /** The same, where they print nothing. @param file what is there when they are ready */
  async leaveRunningUntilSocket(commands: string, file: string): Promise<void> {
    const running = this.#start(commands);
    const path = join(this.folder, file);
    for await (const _ of setInterval(50)) {
      if (existsSync(path)) return;
      if (running.hasEnded) throw new Error(`It ended before it was ready:\n${running.output}`);
    }
  }

  /** What those have printed that go on. */
  get printed(): string {
    return this.#running.map(({ output }) => output).join('\n');
  }

  /** What went on by itself has left its number in the folder, and takes it away when it has ended. */
  async #endDaemons(): Promise<void> {
    const files = (await readdir(this.folder)).filter((name) => name.endsWith('.pid'));
    await Promise.all(
      files.map(async (name) => {
        const path = join(this.folder, name);
        const pid = Number(await readFile(path, 'utf8').catch(() => ''));
        if (!pid || !isAlive(pid)) return;
        process.kill(pid, 'SIGTERM');
        for await (const _ of setInterval(50)) if (!isAlive(pid)) return;
      }),
    );
  }

  #start(commands: string): Running {
    const running = new Running(this.own(commands), join(this.folder, this.#place));
    this.#running.push(running);
    return running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.map((running) => running.end()), this.#endDaemons()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

class Running {
  output = '';
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #changed = new EventTarget();

  constructor(commands: string, folder: string) {
    // What npx would fetch is a package that its page does not install.
    const env = { ...process.env, npm_config_offline: 'true', NODE_OPTIONS: '', NO_COLOR: '1' };
    const child = spawn('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#changed.dispatchEvent(new Event('change'));
      });
    }
    this.#child = child;
    this.ended = once(child, 'close').then(([code]) => code as number | null);
    void this.ended.then(() => this.#changed.dispatchEvent(new Event('change')));
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null;
  }

  async until(isThere: () => boolean): Promise<void> {
    const late = AbortSignal.timeout(60_000);
    while (!isThere()) {
      if (this.#child.exitCode !== null) throw new Error(`It ended before it was ready:\n${this.output}`);
      await once(this.#changed, 'change', { signal: late }).catch(() => {
        throw new Error(`It does not say that it is ready:\n${this.output}`);
      });
    }
  }

  async end(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGTERM');
    const killed = setTimeout(() => pid !== undefined && process.kill(-pid, 'SIGKILL'), 5000);
    await this.ended;
    clearTimeout(killed);
  }
}

/**
 * The first line of a text that an output has not, in their order. `…` stands for anything.
 */
export function missingIn(output: string, shows: string): string | undefined {
  const lines = output
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.trim());
  let at = 0;
  for (const wanted of shows.split('\n').map((line) => line.trim())) {
    if (wanted === '' || wanted === '…') continue;
    const pattern = new RegExp(`^${wanted.split('…').map(escaped).join('.*')}$`, 'i');
    const found = lines.findIndex((line, index) => index >= at && pattern.test(line));
    if (found === -1) return wanted;
    at = found + 1;
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
