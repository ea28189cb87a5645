import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../../packages/', import.meta.url));

export interface Packed {
  readonly name: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Whether its types have been built. */
  readonly hasTypes: boolean;
}

/** What npm would upload of each package. */
export function packedSizes(): readonly Packed[] {
  return readdirSync(packages)
    .filter((folder) => existsSync(`${packages}${folder}/dist`))
    .map((folder) => {
      const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: packages + folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [packed] = JSON.parse(output) as [
        { name: string; size: number; unpackedSize: number; files: { path: string }[] },
      ];
      return {
        name: packed.name,
        packedBytes: packed.size,
        unpackedBytes: packed.unpackedSize,
        hasTypes: packed.files.some(({ path }) => path.endsWith('.d.ts')),
      };
    });
}
