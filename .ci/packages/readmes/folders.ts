import { existsSync } from 'node:fs';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeLoginServerKeys } from './login-server-keys.js';
import { nameOf, type Readme } from './programs.js';

/**
 * A folder for the code of a README, in which nothing is installed but what its `npm install` lines name: links to what
 * lies in the folder where everything is installed. Its modules are there as TypeScript and, in `js`, as JavaScript.
 */
export async function folderFor(readme: Readme, installed: string, users: string, at: string): Promise<string> {
  const folder = join(at, readme.path.replace(/\/?README\.md$/, '').replaceAll('/', '-') || 'top');
  await mkdir(join(folder, 'js'), { recursive: true });
  for (const name of readme.installs.map(nameOf)) {
    const from = join(installed, 'node_modules', name);
    const to = join(folder, 'node_modules', name);
    if (!existsSync(from)) throw new Error(`${name} is not installed in ${installed}`);
    await mkdir(dirname(to), { recursive: true });
    if (!existsSync(to)) await symlink(from, to);
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'reader', private: true, type: 'module' }));
  await copyFile(users, join(folder, 'users.htpasswd'));
  await copyFile(users, join(folder, 'js', 'users.htpasswd'));
  for (const [name, text] of readme.files ?? []) {
    await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'js', name), text);
  }
  await writeLoginServerKeys(folder);
  for (const { name, text } of readme.modules) {
    await writeFile(join(folder, `${name}.ts`), `${text}\n`);
    await writeFile(join(folder, 'js', `${name}.js`), `${text}\n`);
  }
  return folder;
}
