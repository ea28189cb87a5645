import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nameOf } from '../src/forms/names.js';
import { createPasswords } from '../src/index.js';
import { ALL_SCHEMES, passwords } from './support.js';

const folder = fileURLToPath(new URL('vectors/', import.meta.url));

describe('the name of a stored text', () => {
  it('is never plain text where it is a hash', () => {
    const { kindOf } = createPasswords({ allow: ALL_SCHEMES });
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      const { vectors }: { vectors: { stored: string }[] } = JSON.parse(readFileSync(folder + file, 'utf8'));
      for (const { stored } of vectors) {
        const kind = kindOf(stored);
        if ('code' in kind || kind.scheme === 'plain') continue;
        const name = nameOf(stored.trimEnd());
        expect([stored, name]).toEqual([stored, expect.not.stringMatching(/^plain text/)]);
      }
    }
  });

  it.each([
    ['_/...1EE/rYku86TnvZ.', /BSDi/],
    ['_J9..CCCCXBrJUJV154M', /BSDi/],
    ['{BLF-CRYPT}$2y$04$', /bcrypt/],
    ['{PLAIN-MD5}3cb4e732631f47e6eb', /MD5/],
    ['{sha256}2d19fb9fe5aebaa5f27402', /SHA/],
    ['_a password of somebody', /plain text, or an unsupported scheme/],
  ])('%s', (stored, name) => {
    expect(nameOf(stored)).toMatch(name);
  });

  it('stands in the verdict on BSDi’s, where it has too many rounds', () => {
    const { kindOf } = passwords();
    expect(kindOf('_zzzz1EE/rYku86TnvZ.')).toEqual({
      code: 'PASSWORD_FORM_TOO_COSTLY',
      form: "BSDi's extended DES-crypt (_)",
    });
  });
});
