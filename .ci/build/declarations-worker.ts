// Makes declarations for `declarations.ts`, which gives the entries as JSON.
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { type Entry, targetOf } from './declarations.js';

const [list = '[]'] = process.argv.slice(2);
for (const entry of JSON.parse(list) as Entry[]) {
  const bundle = await rollup({
    input: join(entry.folder, entry.file),
    // What a package imports by name is another one's, and brings its own.
    external: (id) => isBuiltin(id) || !/^[./]/.test(id),
    plugins: [dts({ tsconfig: join(entry.folder, 'tsconfig.json'), compilerOptions: { noCheck: true } })],
  });
  await bundle.write({ file: targetOf(entry), banner: entry.banner });
  await bundle.close();
}
