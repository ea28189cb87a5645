import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from '../command.js';
import { root } from '../test/packages.js';

/** Clones the repository, with what is not committed yet, and installs what it needs. */
export async function copyRepository(to: string): Promise<void> {
  await command('git', ['clone', '--quiet', '--no-checkout', root, to], root);
  const files = await command('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], root);
  for (const path of files.split('\0')) {
    // A file that somebody has just deleted is listed all the same.
    if (path === '' || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(root, path), join(to, path));
  }
  await command('git', ['add', '--all'], to);
  await command('npx', ['-y', 'pnpm@12', 'install', '--no-frozen-lockfile', '--prefer-offline'], to);
}
