import { onTestFinished } from 'vitest';
import {
  createPasswords,
  type Passwords,
  type PasswordsOptions,
  SALTED_SCHEMES,
  type Scheme,
  WEAK_SCHEMES,
} from '../src/index.js';

/** Passwords that are closed when the test is over. */
export function passwords(options?: PasswordsOptions): Passwords {
  const made = createPasswords(options);
  onTestFinished(() => made.close());
  return made;
}

/** What "secret" becomes, one of each scheme. */
export const OF_SECRET = {
  bcrypt: '$2y$04$UTiI2b3E2o2DOh9p5cVon.fu3tNAmQnPKbF4SfKbzccWco1VuKloG',
  apr1: '$apr1$BXtt1Bxm$k..ZsP5S.OsfcNZ7AkFHt1',
  sha1: '{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=',
  'sha256-crypt': '$5$odZXxC29l7SxbYV0$fOUneEMCzoBfJjTgxNdIVgmedqg1.e9HSlR0alphws4',
  'sha512-crypt':
    '$6$rounds=1000$saltsalt$LAV5VE5Y7w1d73x1mFNspYWUpazfmwv2SoepNXNKJ/otop/Zok96Hr8Q13LEv0DRY/x8v0/crpIjl8NJSAqXV/',
  'des-crypt': '83ARHAhyBoBNA',
} as const;

/** All but plain text that nothing marks, which anything may be. */
export const ALL_SCHEMES: readonly Scheme[] = [...SALTED_SCHEMES, ...WEAK_SCHEMES].filter(
  (scheme) => scheme !== 'unmarked-plain',
);
