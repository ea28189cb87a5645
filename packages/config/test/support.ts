import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@who/core';
import { afterAll } from 'vitest';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A folder with files, gone after the tests of the file. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'who-config-'));
  folders.push(folder);
  for (const [name, contents] of Object.entries(files)) await writeFile(join(folder, name), contents);
  return folder;
}

/** A logger that keeps its warnings. */
export function listeningLogger(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, debug: () => {}, warn: (message) => warnings.push(String(message)), error: () => {} };
}

export const SECRET = 'a secret of the tests with 32 bytes';

/** An `htpasswd` line: alice, wonderland. */
export const ALICE = 'alice:{SHA}tiY7sUhYKUwI5L3866kDY+ENcrQ=\n';
