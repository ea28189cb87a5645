import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { anyProblems, bundler, compiler } from '../packages/compiler.js';

const folder = mkdtempSync(join(tmpdir(), 'who-any-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is found in a package whose declarations are these. */
function found(declarations: string): { anys: string[]; problems: readonly string[] } {
  const files = {
    'node_modules/@who/x/package.json': '{ "name": "@who/x", "types": "index.d.ts" }',
    'node_modules/@who/x/index.d.ts': declarations,
    'consumer.ts': "import * as x from '@who/x';\nexport const used = x;\n",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const compilation = compiler(folder)(['consumer.ts'], { ...bundler, types: [], noEmit: true });
  return { anys: anyProblems(compilation, 'consumer.ts'), problems: compilation.problems };
}

describe('what is any', () => {
  it.each([
    ['export declare const a: any;', 'a'],
    ['export type A = any;', 'A'],
    ['export declare function f(a: any): void;', 'f(a)'],
    ['export declare function f(): Promise<any>;', 'f()<…>'],
    ['export declare function f<T extends any[]>(a: T): void;', 'f<T> extends<…>'],
    ['export interface A { b?: { c: string | any } }', 'A.b.c'],
    ['export interface A { [name: string]: any }', 'A[…]'],
    ['export declare class A { constructor(a: any); }', 'A(a)'],
  ])('is found in %s', (declarations, path) => {
    expect(found(declarations)).toEqual({ anys: [`@who/x: ${path} is any`], problems: [] });
  });

  it('is found where an import leads nowhere', () => {
    const { anys, problems } = found("import { B } from 'not-there';\nexport interface A { b: B }");
    expect(anys).toEqual(['@who/x: A.b is any']);
    expect(problems).toEqual([expect.stringMatching(/not-there/)]);
  });

  it('is not what is private, recursive or of the language', () => {
    const declarations = `
      export declare class A<T = string> extends Error { #secret; private hidden; readonly next: A<T> | undefined; }
      export declare function f(a: unknown, ...rest: readonly string[]): asserts a is string;
      export interface Tree { readonly [name: string]: Tree }`;
    expect(found(declarations)).toEqual({ anys: [], problems: [] });
  });
});
