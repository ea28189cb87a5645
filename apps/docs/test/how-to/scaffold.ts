import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../src/site/places.js';

/**
 * What `npm create @who/plugin` and the `npm install` behind it do where nothing is fetched: a function of the shell in the
 * place of npm. The scaffold is packed, because only then it knows versions; what its plugins need is what it is tested
 * with; and types are those of the sources, because declarations are not built for tests.
 */
export async function scaffold(folder: string): Promise<string> {
  const own = `${root}packages/create-plugin`;
  await run('npx', ['-y', 'pnpm@12', 'pack', '--pack-destination', folder], { cwd: own });
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['xzf', tarball], { cwd: folder });
  await run('ln', ['-s', `${own}/node_modules`, join(folder, 'package/node_modules')]);
  const types = `"rootDir": "/", "paths": { "@who/*": ["${root}packages/*/src/index.ts"] },`;
  return `npm() {
  case "$1 \${2-}" in
    'create @who/plugin') node ${folder}/package/dist/bin.js "$3" "\${@:5}" ;;
    'install ') ln -s ${own}/node_modules . && sed -i 's#"target"#${types} &#' tsconfig.json ;;
    *) command npm "$@" ;;
  esac
}`;
}

const run = promisify(execFile);
