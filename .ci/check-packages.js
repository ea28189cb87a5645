// Checks every package the way those who install it will meet it: packed, looked at by publint and attw, then all
// tarballs installed with npm in an empty folder and imported.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'who-packages-'));
let problems = 0;

/** Runs a command; its output is shown when it fails. */
function run(what, command, args, cwd = root) {
  try {
    const output = execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    console.log(`ok      ${what}`);
    return output;
  } catch (error) {
    problems++;
    console.log(`FAILED  ${what}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
    return '';
  }
}

try {
  run('build', 'npx', ['-y', 'pnpm@12', 'build']);
  const names = [];
  for (const name of readdirSync(`${root}packages`)) {
    const at = `${root}packages/${name}`;
    const manifest = JSON.parse(readFileSync(`${at}/package.json`, 'utf8'));
    run(`${name}: pack`, 'npx', ['-y', 'pnpm@12', 'pack', '--pack-destination', folder], at);
    const tarball = join(folder, `${manifest.name.slice(1).replace('/', '-')}-${manifest.version}.tgz`);
    run(`${name}: publint`, 'npx', ['publint', '--strict', tarball]);
    run(`${name}: attw`, 'npx', ['attw', tarball, '--profile', 'esm-only']);
    names.push(manifest.name);
  }

  const consumer = mkdtempSync(join(folder, 'consumer-'));
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  const tarballs = readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => join(folder, name));
  run('npm install of all tarballs', 'npm', ['install', '--no-audit', '--no-fund', ...tarballs], consumer);
  for (const name of names) {
    const script = `const m = await import('${name}'); if (Object.keys(m).length === 0) throw new Error('no exports');`;
    run(`${name}: import`, 'node', ['--input-type=module', '--eval', script], consumer);
    run(`${name}: require`, 'node', ['--input-type=commonjs', '--eval', `require('${name}')`], consumer);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(problems === 0 ? 'All packages are in order.' : `${problems} checks failed.`);
process.exitCode = problems === 0 ? 0 : 1;
