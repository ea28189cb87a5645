import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DevCasServer, startDevCasServer } from '@who/dev-cas-server';
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

/** A CAS server that tests may start. */
export interface Peer {
  readonly url: string;
  /** Somebody's name; the password is the same. */
  readonly user: string;
  /** How the field of the login form is called that the name goes into. */
  readonly userField: string;
  /** The certificate of its own authority, where it has one. */
  readonly ca?: string | undefined;
  stop(): Promise<void>;
}

/** LemonLDAP::NG's CAS service, on a free port, with all its files in a folder of its own. */
export interface Lemonldap extends Peer {
  /** With https: the file that {@link Peer.ca} is in. */
  readonly caFile: string;
  /** Makes a ticket two minutes older than it is: too old. */
  expire(ticket: string): Promise<void>;
}

/** Our own CAS server, to which the same things are to happen. */
export async function startDevCas(): Promise<Peer & { readonly server: DevCasServer }> {
  const server = await startDevCasServer();
  return { server, url: server.url, user: 'zoe', userField: 'username', stop: () => server.close() };
}

export async function startLemonldap(scheme: 'http' | 'https' = 'http'): Promise<Lemonldap> {
  // Somebody else may take the port before it does.
  for (let attempt = 1; ; attempt++) {
    try {
      return await startLemonldapAt(await freePort(), scheme);
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

async function startLemonldapAt(port: number, scheme: 'http' | 'https'): Promise<Lemonldap> {
  const folder = await mkdtemp(join(tmpdir(), 'who-lemonldap-'));
  const script = fileURLToPath(new URL('../../peers/lemonldap.sh', import.meta.url));
  const child: ChildProcess = spawn(script, [folder, String(port), scheme], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const caFile = join(folder, 'tls', 'ca.pem');
  let output = '';
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    output += chunk;
    const [, url] = /^READY (\S+)$/m.exec(output) ?? [];
    if (url === undefined) continue;
    return {
      url,
      user: 'dwho',
      userField: 'user',
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
