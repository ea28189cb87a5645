import { describe, expect, it } from 'vitest';
import { contentProblems } from '../packages/tarballs.js';

const good = {
  name: '@who/plugin-x',
  files: ['dist/index.js', 'dist/index.d.ts', 'LICENSE', 'README.md', 'package.json'],
  manifest: { files: ['dist'], peerDependencies: { '@who/core': '^1.0.0' } },
};

describe('what a tarball holds', () => {
  it('is right with dist, README, LICENSE and CHANGELOG', () => {
    expect(contentProblems(good)).toEqual([]);
    expect(contentProblems({ ...good, files: [...good.files, 'CHANGELOG.md'] })).toEqual([]);
  });

  it.each(['src/index.ts', 'test/x.test.ts', 'distant.js', '.npmrc', 'tsup.config.ts'])('is not %s', (path) => {
    expect(contentProblems({ ...good, files: [...good.files, path] })).toEqual([
      `@who/plugin-x: ${path} does not belong in the tarball`,
    ]);
  });

  it.each(['README.md', 'LICENSE', 'dist'])('is always %s', (entry) => {
    const files = good.files.filter((path) => !path.startsWith(entry));
    expect(contentProblems({ ...good, files })).toEqual([`@who/plugin-x: ${entry} is missing in the tarball`]);
  });

  it.each(['workspace:^', 'catalog:'])('is no range %s', (range) => {
    const manifest = { ...good.manifest, dependencies: { cookie: range } };
    expect(contentProblems({ ...good, manifest })).toEqual([expect.stringMatching(/dependencies holds workspace/)]);
  });
});
