import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type FormName, isMatch } from '../src/index.js';
import { libxcrypt } from '../src/libxcrypt.js';
import { differenceOf, unusedDifferences } from './differences.js';
import { ALL_SCHEMES, passwords } from './support.js';

/** What a real program said of a password and a stored text. */
interface Vector {
  readonly password?: string;
  readonly passwordHex?: string;
  readonly stored: string;
  readonly matches: boolean;
  readonly note?: string;
}

const folder = fileURLToPath(new URL('vectors/', import.meta.url));
const hasLibxcrypt = libxcrypt() !== undefined;

/** nginx and lighttpd write nothing of their own: they read a part of what others do. */
const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !/^(?:nginx|lighttpd)/.test(name));

/** Who writes what the vectors of a file have, by how the file's name begins. */
const FORMS: readonly (readonly [start: string, ...forms: FormName[]])[] = [
  ['apache', 'apache', 'crypt'],
  ['argon2', 'phc'],
  ['aspnet', 'aspnet'],
  ['crypt', 'crypt'],
  ['devise', 'crypt'],
  ['django', 'django', 'hex'],
  ['dovecot', 'dovecot'],
  ['drupal', 'drupal'],
  ['htpasswd', 'apache', 'crypt'],
  ['ldap', 'ldap'],
  ['mediawiki', 'mediawiki'],
  ['mkpasswd', 'crypt'],
  ['openssl', 'apache', 'crypt'],
  ['passlib-atlassian', 'atlassian'],
  ['passlib-ldap', 'ldap'],
  ['passlib', 'passlib', 'phc', 'crypt', 'apache', 'wordpress'],
  ['php', 'phc', 'crypt'],
  ['repoze', 'repoze'],
  ['spring', 'spring'],
  ['werkzeug', 'werkzeug'],
  ['wordpress', 'wordpress', 'phc', 'crypt', 'hex'],
];

describe.each(files)('%s', (file) => {
  const { vectors }: { vectors: Vector[] } = JSON.parse(readFileSync(folder + file, 'utf8'));
  const forms = FORMS.find(([start]) => file.startsWith(start))?.slice(1) as FormName[] | undefined;

  it('is answered as by the program, but for what is known to differ', async () => {
    const { verify } = passwords({
      ...(forms ? { forms } : {}),
      allow: ALL_SCHEMES,
      allowEmptyPasswords: true,
      maxPasswordBytes: 8192,
      hashing: { scheme: 'scrypt', log2N: 1, blockSize: 1 },
    });
    expect(forms).toBeDefined();
    for (const vector of vectors) {
      const { password, passwordHex = '', stored, matches, note = '' } = vector;
      if (!hasLibxcrypt && /\$g?y\$/.test(stored)) continue;
      const verdict = await verify(password ?? Buffer.from(passwordHex, 'hex'), stored);
      const ours = isMatch(verdict);
      if (differenceOf({ file, note, ours, theirs: matches }) === undefined) {
        expect({ ...vector, matches: ours }).toEqual(vector);
      }
    }
  });
});

it('knows no difference that is none', () => {
  expect(unusedDifferences()).toEqual([]);
});
