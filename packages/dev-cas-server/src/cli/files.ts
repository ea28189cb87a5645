import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DevUsers, readUsersFile } from '@who/dev-server';
import { DevCasServerError } from '../errors.js';
import type { DevCasTls } from '../tls/options.js';

/** @throws {DevCasServerError} BAD_USERS_FILE */
export function readUsers(file: string): Promise<DevUsers> {
  return readUsersFile(file, (message, cause) => new DevCasServerError('BAD_USERS_FILE', message, cause));
}

/** @throws {DevCasServerError} BAD_CERTIFICATE_FILE */
export async function readTls(certFile: string, keyFile: string): Promise<DevCasTls> {
  return attempt('read the certificate', async () => ({
    cert: await readFile(certFile, 'utf8'),
    key: await readFile(keyFile, 'utf8'),
  }));
}

/** A file that lasts as long as the server, or for good where its name was given. */
export interface CaFile {
  readonly path: string;
  remove(): Promise<void>;
}

/** @throws {DevCasServerError} BAD_CERTIFICATE_FILE */
export async function writeCa(ca: string, file: string | undefined): Promise<CaFile> {
  return attempt('write the certificate of the authority', async () => {
    const path = file ?? join(await mkdtemp(join(tmpdir(), 'dev-cas-server-')), 'ca.pem');
    await writeFile(path, ca);
    const remove = async (): Promise<void> => {
      if (file === undefined) await rm(dirname(path), { recursive: true, force: true });
    };
    return { path, remove };
  });
}

async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new DevCasServerError('BAD_CERTIFICATE_FILE', `Cannot ${what}: ${problem}`, error);
  }
}
