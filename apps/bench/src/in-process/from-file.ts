import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Who } from '@who/core';
import { secret } from '../secret.js';

/** The engine of `engineWith()`, out of a file: so long as a process asks for it, and not in all the others. */
export async function engineFromFile(): Promise<Who> {
  const { loadWho } = await import('@who/config');
  const folder = mkdtempSync(join(tmpdir(), 'who-bench-'));
  try {
    const file = join(folder, 'who.json');
    writeFileSync(file, JSON.stringify(FILE));
    return (await loadWho(file, { env: { WHO_SECRET: secret }, checkIntervalMs: 0 })) as Who<object> as Who;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const FILE = {
  publicUrl: 'http://localhost:3000',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the file names a variable
  plugins: { ticket: { use: '@who/plugin-auth-tkt', secrets: ['${WHO_SECRET}'] } },
  identifiers: ['ticket'],
  authenticators: ['ticket'],
};
