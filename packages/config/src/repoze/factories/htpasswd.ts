import { didYouMean } from '@who/core';
import type { PlannedPart } from '../../plan/plan.js';
import { entryName, entryPoint } from '../entry-point.js';
import type { Mapping } from '../mapping.js';

/** `repoze.who.plugins.htpasswd:make_plugin` */
export function htpasswd(mapping: Mapping): PlannedPart {
  mapping.known('filename', 'check_fn');
  const file = mapping.text('filename');
  if (!file) mapping.error('CONFIG_MISSING', 'filename', 'has to be given.');
  mapping.set('file', file, 'filename');
  checks(mapping);
  mapping.differs(
    undefined,
    'Of two lines for one user the first counts (in Python the last), lines beyond the thousandth count, and a file that is missing at the start is an error.',
  );
  return mapping.part('@who/plugin-htpasswd');
}

function checks(mapping: Mapping): void {
  const text = mapping.text('check_fn');
  if (text === undefined) {
    mapping.error('CONFIG_MISSING', 'check_fn', `has to be given.${didYouMean('', [...CHECKS.keys()])}`);
    return;
  }
  const entry = entryPoint(text);
  const check = entry && CHECKS.get(entryName(entry));
  if (!check) {
    const hint = 'Another one takes a plugin of the application, given to loadWho() in "plugins".';
    mapping.error('CONFIG_BAD_VALUE', 'check_fn', `must be one of ${[...CHECKS.keys()].join(', ')}. ${hint}`);
    return;
  }
  if (check.weak) mapping.set('allow', [...SALTED, 'sha1', check.weak], 'check_fn');
  mapping.differs('check_fn', check.differs);
}

/** Those of `@who/passwords` that have a salt, as the plugin takes them by default. */
const SALTED = [
  ...['argon2id', 'argon2i', 'argon2d', 'yescrypt', 'gost-yescrypt', 'scrypt', 'bcrypt', 'bcrypt-2x', 'pbkdf2'],
  ...['sha512-crypt', 'sha256-crypt', 'sha1-crypt', 'sun-md5', 'phpass', 'apr1', 'md5-crypt', 'bsdi-crypt'],
  ...['salted-sha2', 'salted-sha1', 'salted-md5'],
];

const CHECKS: ReadonlyMap<string, { readonly weak?: string; readonly differs: string }> = new Map([
  [
    'repoze.who.plugins.htpasswd:crypt_check',
    {
      weak: 'des-crypt',
      differs: 'bcrypt, apr1, SHA-crypt and what else Apache writes count, too; Python knows DES alone.',
    },
  ],
  [
    'repoze.who.plugins.htpasswd:sha1_check',
    { differs: '{SHA} passwords are right or wrong; in Python 3 none is ever right. Those with a salt count, too.' },
  ],
  [
    'repoze.who.plugins.htpasswd:plain_check',
    { weak: 'unmarked-plain', differs: 'A password that looks like a hash is taken for one.' },
  ],
]);
