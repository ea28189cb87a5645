import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../cas/peers.js';
import type { Stoppable } from '../in-order.js';

/** Somebody else's CAS client. */
export interface CasClient {
  readonly name: string;
  /** What it needs, and is not here. */
  readonly missing: readonly string[];
  /** Whether it remembers who signed in, and forgets them when CAS tells it to. */
  readonly session?: 'kept' | 'kept, with single logout' | undefined;
  /** Whether it is tried by https. @default true */
  readonly tls?: boolean | undefined;
  /** Starts an application that signs in by it. */
  start(cas: Peer): Promise<RunningClient>;
}

export interface RunningClient extends Stoppable {
  /** A page for those who are signed in. It answers what it knows of them, as {@link Seen}. */
  readonly page: string;
}

/** Whom an application sees. Some clients hand on attributes under names in lower case only, so here all are. */
export interface Seen {
  readonly user: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** Files of a client, which may have given up root. */
export interface Scratch extends Stoppable {
  readonly folder: string;
  /** The file with the certificate of the CAS server's authority. */
  readonly ca: string;
  /** An empty folder that everybody may write to. */
  readonly state: string;
}

export async function scratch(cas: Peer): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'who-cas-client-'));
  const [ca, state] = [join(folder, 'ca.pem'), join(folder, 'state')];
  await mkdir(state);
  await writeFile(ca, cas.ca ?? '');
  await chmod(folder, 0o755);
  await chmod(state, 0o777);
  return { folder, ca, state, stop: () => rm(folder, { recursive: true, force: true }) };
}

/** Attributes as clients give them, a text or several under a name. */
export function attributesOf(given: Readonly<Record<string, string | readonly string[]>>): Seen['attributes'] {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
}
