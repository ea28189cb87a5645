import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Attribute, Change, Client, Control } from 'ldapts';
import { ADMIN, type Entry, ldif, READER, SUFFIX, trunk } from './ldif.js';

/** Whether OpenLDAP's server is installed here. */
export const slapdIsThere: boolean = existsSync('/usr/sbin/slapd') && existsSync('/etc/ldap/schema/core.schema');
/** What the name of a test says that is skipped. */
export const unlessSlapd: string = slapdIsThere ? '' : ' (skipped: needs slapd)';

/** A server of our own, in a process that can be stopped, paused and started again at the same address. */
export interface Slapd {
  readonly url: string;
  /** With TLS from the first byte on, where it has a certificate. */
  readonly tlsUrl: string;
  readonly port: number;
  /** Sends a signal, such as SIGSTOP or SIGCONT. */
  signal(name: NodeJS.Signals): void;
  /** Ends the process as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, after `kill`. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
  /** Does something as somebody who may do everything. */
  asAdmin<T>(work: (client: Client) => Promise<T>): Promise<T>;
}

export interface SlapdOptions {
  /** What is there from the start, below what every tree begins with. */
  readonly entries?: readonly Entry[];
  /** Added after the start, one by one, so that overlays see them. */
  readonly later?: readonly Entry[];
  /** Lines of the configuration before the database, and in it. */
  readonly global?: readonly string[];
  readonly database?: readonly string[];
  /** Files of the certificate, its key and its authority. */
  readonly certificate?: { readonly cert: string; readonly key: string; readonly ca: string };
}

export async function startSlapd(options: SlapdOptions = {}): Promise<Slapd> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startSlapdAt(await freePort(), await freePort(), options);
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

async function startSlapdAt(port: number, tlsPort: number, options: SlapdOptions): Promise<Slapd> {
  const { entries = [], later = [], certificate } = options;
  const folder = await mkdtemp(join(tmpdir(), 'who-slapd-'));
  const [config, tree] = [join(folder, 'slapd.conf'), join(folder, 'tree.ldif')];
  const urls = [`ldap://127.0.0.1:${port}`, ...(certificate ? [`ldaps://127.0.0.1:${tlsPort}`] : [])];
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();

  const kill = async (): Promise<void> => {
    // A process that is paused can be killed, too.
    child?.kill('SIGKILL');
    await exited;
    child = undefined;
  };
  const start = async (): Promise<void> => {
    // With any level of debugging it stays in the foreground; this one says hardly more than that it starts.
    const args = ['-f', config, '-h', urls.join(' '), '-d', 'sync'];
    child = spawn('/usr/sbin/slapd', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    exited = once(child, 'close');
    // Also where this process does not get to its own end.
    const end = (): void => void child?.kill('SIGKILL');
    process.once('exit', end);
    void exited.then(() => process.off('exit', end));
    await printed(child, /slapd starting/);
    await untilItListens(port, child);
  };
  const stop = async (): Promise<void> => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  const asAdmin = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ url: urls[0] as string, timeout: 20_000 });
    try {
      await client.bind(ADMIN.dn, ADMIN.password);
      return await work(client);
    } finally {
      await client.unbind();
    }
  };
  try {
    await writeFile(config, configuration(folder, options));
    await writeFile(tree, ldif([...trunk, ...entries]));
    execFileSync('/usr/sbin/slapadd', ['-q', '-f', config, '-b', SUFFIX, '-l', tree], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await start();
    await asAdmin(async (client) => {
      for (const [dn, attributes] of later) await client.add(dn, attributes as Record<string, string | string[]>);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: urls[0] as string,
    tlsUrl: urls[1] ?? '',
    port,
    signal(name) {
      child?.kill(name);
      // It has been paused when all of its threads have heard of it.
      while (name === 'SIGSTOP' && child?.pid && !isStopped(child.pid));
    },
    kill,
    start,
    stop,
    asAdmin,
  };
}

function isStopped(pid: number): boolean {
  const stateOf = (thread: string): string =>
    readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').replace(/.*\) /, '');
  return readdirSync(`/proc/${pid}/task`).every((thread) => stateOf(thread).startsWith('T'));
}

function configuration(folder: string, { global = [], database = [], certificate }: SlapdOptions): string {
  const schemas = ['core', 'cosine', 'nis', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`);
  const modules = ['back_mdb', 'memberof', 'ppolicy', 'unique'].map((name) => `moduleload ${name}`);
  const files = certificate
    ? Object.entries({ TLSCACertificateFile: 'ca', TLSCertificateFile: 'cert', TLSCertificateKeyFile: 'key' })
    : [];
  return [
    ...schemas,
    'modulepath /usr/lib/ldap',
    ...modules,
    `pidfile ${folder}/pid`,
    'sizelimit 500',
    ...files.map(([name, kind]) => `${name} ${certificate?.[kind as 'ca' | 'cert' | 'key']}`),
    ...global,
    'database mdb',
    'maxsize 268435456',
    `suffix "${SUFFIX}"`,
    `rootdn "${ADMIN.dn}"`,
    `rootpw "${ADMIN.password}"`,
    `directory ${folder}`,
    'dbnosync',
    'index objectClass,uid,mail,cn,member,uniqueMember,memberUid eq',
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn.exact="${READER.dn}" read by self read by * auth`,
    ...database,
    '',
  ].join('\n');
}

/** Also of those that only the server itself may change, by the control that relaxes that. */
export async function setAttribute(client: Client, dn: string, type: string, value: string): Promise<void> {
  const relax = new Control('1.3.6.1.4.1.4203.666.5.12', { critical: true });
  const modification = new Attribute({ type, values: [value] });
  await client.modify(dn, new Change({ operation: 'replace', modification }), relax);
}

/** Below what the kernel gives away by itself, so that nobody else gets it while the server is down. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 11_000 + Math.floor(Math.random() * 21_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** It says that it starts a moment before it listens. */
async function untilItListens(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const listens = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (listens) return;
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
