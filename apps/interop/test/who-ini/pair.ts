import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoProcess, startDemo } from '../../../demo/test/demo-process.js';
import type { ServerProcess } from '../server-process.js';
import { startRepoze } from './repoze.js';

/** The same file on both sides. */
export interface Pair extends AsyncDisposable {
  readonly there: ServerProcess;
  readonly here: DemoProcess;
}

/** @param place where the file goes, in a folder of its own: packages that it names are looked for from there */
export async function pairOf(ini: string, place: string = tmpdir()): Promise<Pair> {
  const folder = await mkdtemp(join(place, 'who-ini-'));
  const file = join(folder, 'who.ini');
  await writeFile(file, ini);
  const [there, here] = await Promise.all([
    startRepoze(file),
    startDemo({ WHO_CONFIG: file, CAS_URL: 'http://127.0.0.1:9/cas' }),
  ]);
  return {
    there,
    here,
    async [Symbol.asyncDispose]() {
      await Promise.all([there.stop(), here.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
