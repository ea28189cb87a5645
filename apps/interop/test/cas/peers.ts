import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DevCasServer, type DevCasServerOptions, startDevCasServer } from '@who/dev-cas-server';
import { startPeer } from '../peer.js';
import { freePort } from '../ports.js';
import { startServerProcess } from '../server-process.js';

/** What LemonLDAP::NG needs, and is not here. */
export const missing: readonly string[] = absentOf({
  'LemonLDAP::NG': existsSync('/usr/sbin/llng-fastcgi-server'),
  nginx: existsSync('/usr/sbin/nginx'),
  root: process.getuid?.() === 0,
});

/** The same of django-cas-server. */
export const missingDjango: readonly string[] = absentOf({
  'python3-django-cas-server': existsSync('/usr/lib/python3/dist-packages/cas_server'),
  'python3-waitress': existsSync('/usr/lib/python3/dist-packages/waitress'),
});

/** Names of what is not there. */
function absentOf(needed: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(needed).filter((name) => !needed[name]);
}

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
export async function startDevCas(options?: DevCasServerOptions): Promise<DevCas> {
  const server = await startDevCasServer(options);
  return { server, url: server.url, ca: server.ca, user: 'zoe', userField: 'username', stop: () => server.close() };
}

export interface DevCas extends Peer {
  readonly server: DevCasServer;
}

/** django-cas-server, in Python, likewise. */
export async function startDjangoCas(): Promise<Peer> {
  const script = fileURLToPath(new URL('../../peers/django-cas-server.py', import.meta.url));
  const port = String(await freePort());
  const { url, stop } = await startServerProcess({
    program: '/usr/bin/python3',
    args: (folder) => [script, folder, port],
    files: () => ({}),
    url: `http://127.0.0.1:${port}/cas`,
    chatty: true,
  });
  return { url, stop, user: 'zoe', userField: 'username' };
}

export async function startLemonldap(scheme: 'http' | 'https' = 'http'): Promise<Lemonldap> {
  const { folder, ready: url, stop } = await startPeer('lemonldap', String(await freePort()), scheme);
  const caFile = join(folder, 'tls', 'ca.pem');
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
    stop,
  };
}
