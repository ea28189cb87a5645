import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Kit, readKit } from '../src/kit.js';
import { ROLE_NAMES, type Role } from '../src/roles.js';

export const repository: string = fileURLToPath(new URL('../../../', import.meta.url));

/** The roles that one plugin can play together: all but `sso`. */
export const COMBINABLE: readonly Role[] = ROLE_NAMES.filter((role) => role !== 'sso');

const own = readKit();

/** The kit as it is once it has been published: publishing writes versions into the manifest. */
export const kit: Kit = {
  ...own,
  versions: Object.fromEntries(Object.keys(own.versions).map((name) => [name, '^1.2.3'])),
};

/** A folder that goes away with the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'who-create-plugin-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
