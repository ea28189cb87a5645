import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../ports.js';

/** What LemonLDAP::NG needs, and is not here. */
export const missing: readonly string[] = [
  ['LemonLDAP::NG', existsSync('/usr/sbin/llng-fastcgi-server')],
  ['nginx', existsSync('/usr/sbin/nginx')],
  ['root', process.getuid?.() === 0],
].flatMap(([name, there]) => (there ? [] : [name as string]));

/** What the name of a test says that is skipped. */
export function unless(...absent: readonly string[]): string {
  return absent.length > 0 ? ` (skipped: needs ${absent.join(', ')})` : '';
}

/** LemonLDAP::NG's CAS service, on a free port, with all its files in a folder of its own. */
export interface Peer {
  readonly url: string;
  /** With https: the file with the certificate of its own authority, and what is in it. */
  readonly caFile: string;
  readonly ca: string | undefined;
  /** Makes a ticket two minutes older than it is: too old. */
  expire(ticket: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startLemonldap(scheme: 'http' | 'https' = 'http'): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'who-lemonldap-'));
  const script = fileURLToPath(new URL('../../peers/lemonldap.sh', import.meta.url));
  const child: ChildProcess = spawn(script, [folder, String(await freePort()), scheme], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const caFile = join(folder, 'tls', 'ca.pem');
  let output = '';
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    output += chunk;
    const [, url] = /^READY (\S+)$/m.exec(output) ?? [];
    if (url === undefined) continue;
    return {
      url,
      caFile,
      ca: scheme === 'https' ? readFileSync(caFile, 'utf8') : undefined,
      async expire(ticket) {
        // LemonLDAP keeps a ticket as a file of JSON, named by what follows the prefix.
        const file = join(folder, 'sessions', ticket.replace(/^\w+-/, ''));
        const session = JSON.parse(await readFile(file, 'utf8')) as { _utime: number };
        await writeFile(file, JSON.stringify({ ...session, _utime: session._utime - 120 }));
      },
      async stop() {
        child.kill('SIGTERM');
        await exited;
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
  await rm(folder, { recursive: true, force: true });
  throw new Error(`LemonLDAP::NG did not start:\n${output}`);
}
