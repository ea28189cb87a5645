import { expect, it } from 'vitest';
import { readDocuments } from '../house/readmes.js';
import { findPackages } from '../house/workspace.js';

/** `secret: '…'`, `secrets: ['…'`, `secrets: { ann: '…'`: text that somebody would copy, and keep. */
const LITERAL = /\b\w*secrets?:\s*[[{]?\s*(?:\w+:\s*)?['"`]\w/i;

it('READMEs and doc comments take secrets from the environment', () => {
  const documents = readDocuments(findPackages()).filter(({ of }) => of?.folder !== 'testkit');
  const blocks = documents.flatMap(({ blocks, examples }) => [...blocks, ...examples]);
  expect(blocks.length).toBeGreaterThan(50);
  expect(blocks.filter(({ text }) => LITERAL.test(text)).map(({ file, line }) => `${file}:${line}`)).toEqual([]);
});

it.each([
  "secrets: ['a long random text'],",
  "secrets: { ann: 'a long random text' },",
  'stateSecrets: [\n  "x",',
  "{ secret: 'x', digest: 'sha256' }",
])('a literal one is found: %s', (text) => {
  expect(LITERAL.test(text)).toBe(true);
});
