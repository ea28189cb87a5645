/**
 * What a stored text is, in words for a log. Only what is known by its first characters is named: nothing of a text that
 * may be a password itself is repeated.
 */
export function nameOf(text: string): string {
  if (text === '') return 'no hash';
  if (DES.test(text)) return 'DES-crypt';
  return known(text)?.[1] ?? 'plain text, or an unsupported scheme';
}

/** The same for a text that begins as one form does and goes on otherwise. */
export function nameOfBroken(text: string): string {
  const [, name, fault = 'cut off or misspelt'] = known(text) ?? [];
  return `${name ?? 'a hash'} that is ${fault}`;
}

const known = (text: string) => NAMES.find(([start]) => text.startsWith(start));

const FEW_ROUNDS = 'cut off, misspelt or has fewer than 1000 rounds';

/** How a text begins, what it is, and what is wrong with one that is not in order. */
const NAMES: readonly (readonly [start: string, name: string, fault?: string])[] = [
  ['$1$', 'MD5-crypt ($1$)'],
  ['$2x$', 'bcrypt with an old fault ($2x$)'],
  ['$2', 'bcrypt'],
  ['$apr1$', 'apr1'],
  ['$5$', 'SHA-256-crypt', FEW_ROUNDS],
  ['$6$', 'SHA-512-crypt', FEW_ROUNDS],
  ['$7$', 'scrypt ($7$)'],
  ['$y$', 'yescrypt ($y$)'],
  ['$gy$', 'gost-yescrypt ($gy$)'],
  ['$argon2', 'Argon2'],
  ['$scrypt$', 'scrypt'],
  ['$sha1$', 'SHA-1-crypt ($sha1$)'],
  ['$md5', 'SunMD5 ($md5)'],
  ['{SHA}', 'SHA-1 ({SHA})'],
  ['{SSHA}', 'salted SHA-1 ({SSHA})'],
  ['{MD5}', 'MD5 ({MD5})'],
  ['{SMD5}', 'salted MD5 ({SMD5})'],
  ['{CRYPT}', 'crypt(3) ({CRYPT})'],
  ['{PLAIN}', 'plain text ({PLAIN})'],
];
const DES = /^[./A-Za-z0-9]{13}$/;
