import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumPath, launchChromium } from '../../../apps/demo/test/browser.js';
import { startDevCasServer } from '../../../packages/dev-cas-server/src/index.js';
import { check, runs } from '../../check.js';
import { createdProblems, installExamples, readExamples, testProblems, typeProblems } from './install.js';
import { visitExample } from './visit.js';

/**
 * Every example: installed from a registry, compiled, tested, started, and signed in to by a browser. That of Next.js,
 * which takes its time to be installed and built, at night (`WHO_NEXT`).
 */
export async function checkExamples(folder: string, npmrc: string): Promise<void> {
  await mkdir(folder);
  const all = await readExamples();
  const examples = all.filter(({ name }) => name !== 'nextjs' || process.env['WHO_NEXT'] !== undefined);
  await check('examples: npm create @who/app makes one of them', () => createdProblems(join(folder, 'created'), npmrc));
  const areInstalled = await check(
    'examples: npm install of what they name, a secret, a user',
    runs(() => installExamples(examples, folder, npmrc)),
  );
  if (!areInstalled) return;
  await Promise.all([
    check('examples: types', () => typeProblems(examples, folder)),
    check('examples: npm test', () => testProblems(examples, folder)),
  ]);
  if (chromiumPath === undefined) {
    console.log('    skipped: no browser signs in to the examples, because Chromium is not installed');
    return;
  }
  const cas = await startDevCasServer();
  const browser = await launchChromium();
  try {
    for (const example of examples) {
      await check(`examples: a browser signs in to ${example.name}`, () =>
        visitExample(example, folder, browser, cas.url),
      );
    }
  } finally {
    await Promise.all([browser.close(), cas.close()]);
  }
}
