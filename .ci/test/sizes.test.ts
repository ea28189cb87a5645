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

  it.each<[string, number, RegExp]>([
    ['core', 1850, /1850 lines of code.*less than 1850.*@who\/secrets/],
    ['fastify', 150, /less than 150.*@who\/connect/],
    ['hono', 150, /less than 150.*@who\/fetch/],
    ['koa', 150, /less than 150.*@who\/connect/],
  ])('says what to do about a %s of %i lines', (folder, lines, problem) => {
    const of = packages.find((one) => one.folder === folder) as Package;
    const source = (text: string): Package => ({ ...of, sources: [{ path: 'src/large.ts', text }] });
    expect(sizeRules(source('f();\n'.repeat(lines)))).toEqual([expect.stringMatching(problem)]);
    expect(sizeRules(source(`// why\n${'f();\n'.repeat(lines - 1)}`))).toEqual([]);
  });
});
