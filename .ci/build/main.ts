// Builds all packages and applications: their JavaScript only, which is what tests, the demo and the benchmark run; with
// `--declarations` also their types, out of nothing, as packages are published.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildDeclarations } from './declarations.js';
import { buildJavaScript, type Folder, folders } from './javascript.js';

const isComplete = process.argv.includes('--declarations');
const all: readonly Folder[] = await folders();
if (isComplete) for (const { path } of all) rmSync(join(path, 'dist'), { recursive: true, force: true });
for (const folder of all) await buildJavaScript(folder);
if (isComplete) await buildDeclarations(all);
