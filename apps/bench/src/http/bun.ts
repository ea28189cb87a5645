import { execFileSync } from 'node:child_process';
import type { BunServer } from '@who/fetch';

/** The release that is measured. */
export const BUN_VERSION = '1.4.5';

/** Where the program is, which comes from npm; `undefined` where it does not, e.g. without a network. */
export function bunProgram(): string | undefined {
  const words = ['-y', '--prefer-offline', '-p', `bun@${BUN_VERSION}`, 'bun', '--print', 'process.execPath'];
  try {
    return execFileSync('npx', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** A server that listens already. */
export interface BunListener {
  readonly url: URL;
}

declare const Bun: {
  serve(options: { hostname: string; port: number; idleTimeout: number; fetch: BunHandler }): BunListener;
};

type BunHandler = (request: Request, server: BunServer) => Response | Promise<Response>;

/** In Bun: serves on loopback and a free port. Idle connections wait for their next turn, as long as Bun lets them. */
export function serveByBun(fetch: BunHandler): BunListener {
  return Bun.serve({ hostname: '127.0.0.1', port: 0, idleTimeout: 255, fetch });
}
