import { describe, expect, it } from 'vitest';
import { type Package, readPackages } from './packages.js';
import { linesOfCode, sizeRules } from './sizes.js';

const packages = readPackages();

it.each(packages)('packages/$folder is no larger than it may be', (of) => {
  expect(sizeRules(of)).toEqual([]);
});

describe('the rule of sizes', () => {
  it.each<[number, string]>([
    [0, ''],
    [0, '// nothing\n\n/* nor\n   here */\n'],
    [1, 'const a = 1; // one'],
    [3, '/** Says one. */\nfunction f() {\n  // why\n\n  return 1; /* more\n  of it */\n}\n'],
    [2, 'const url = "https://example.org"; // a comment\nconst pattern = /\\/\\*/;'],
    [3, 'const text = `a\n\n  // no comment\n`;'],
  ])('counts %i lines of code in %j', (lines, text) => {
    expect(linesOfCode(text)).toBe(lines);
  });

  it('says what to do about a core that is too large', () => {
    const core = packages.find(({ folder }) => folder === 'core') as Package;
    const large = { path: 'src/large.ts', text: 'f();\n'.repeat(1850) };
    expect(sizeRules({ ...core, sources: [large] })).toEqual([
      expect.stringMatching(/1850 lines of code.*less than 1850.*@who\/secrets/),
    ]);
    expect(sizeRules({ ...core, sources: [{ ...large, text: `// why\n${'f();\n'.repeat(1849)}` }] })).toEqual([]);
  });
});
