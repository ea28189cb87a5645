// Makes plugins as people will, inside a copy of this repository and outside of it, and runs the checks that those
// plugins come with.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, runs } from '../check.js';
import { copyRepository } from './copy.js';
import { checkInside } from './inside.js';
import { checkOutside, packKit } from './outside.js';

const folder = mkdtempSync(join(tmpdir(), 'who-scaffold-'));
const copy = join(folder, 'repository');

try {
  const isReady = await check(
    'a copy of the repository, installed',
    runs(() => copyRepository(copy)),
  );
  const isPacked =
    isReady &&
    (await check(
      'create-plugin and what its plugins need, built and packed',
      runs(() => packKit(copy, folder)),
    ));
  if (isPacked) await Promise.all([checkInside(copy), checkOutside(folder)]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
