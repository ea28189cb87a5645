import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../test/packages.js';

/** What the release workflow runs, in the parts that a rehearsal needs. */
export interface ReleaseScript {
  /** Publishes, and makes tags. */
  readonly whole: string;
  /** The same without attestations, which are made in the workflow alone. */
  readonly rehearsed: string;
}

/** Reads the script `release` of the repository. @throws when it does something else than what is rehearsed here */
export function readReleaseScript(): ReleaseScript {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [build, ...rest] = String(scripts.release).split(' && ');
  const whole = rest.join(' && ');
  if (build !== 'pnpm build' || !whole.includes(' --provenance')) {
    throw new Error(`the script release does not build, or asks for no provenance: ${scripts.release}`);
  }
  return { whole, rehearsed: whole.replace(' --provenance', '') };
}
