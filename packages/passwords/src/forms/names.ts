/**
 * What a stored text is, in words for a log. Only what is known by its first characters is named: nothing of a text that
 * may be a password itself is repeated.
 */
export function nameOf(text: string): string {
  if (text === '') return 'no hash';
  if (/^[!*]/.test(text)) return 'a locked account';
  if (DES.test(text)) return 'DES-crypt';
  if (BIG.test(text)) return 'bigcrypt, or plain text';
  if (ASPNET_2.test(text)) return "ASP.NET Identity's PBKDF2, version 2";
  if (BSDI.test(text)) return "BSDi's extended DES-crypt (_)";
  if (HEX.test(text)) return 'a digest in hexadecimal';
  return known(text)?.[1] ?? 'plain text, or an unsupported scheme';
}

/** The same for a text that begins as one form does and goes on otherwise. */
export function nameOfBroken(text: string): string {
  const [, name, fault = 'cut off or misspelt'] = known(text) ?? [];
  return `${name ?? 'a hash'} that is ${fault}`;
}

/** Whether a text begins as a form does that has a name. */
export const isNamed = (text: string): boolean => known(text) !== undefined;

/** Names in braces are written in any case. */
const known = (text: string) =>
  NAMES.find(([start]) =>
    start.startsWith('{') ? text.slice(0, start.length).toUpperCase() === start : text.startsWith(start),
  );

const FEW_ROUNDS = 'cut off, misspelt or has fewer than 1000 rounds';

/** How a text begins, what it is, and what is wrong with one that is not in order. Longer ones go before shorter ones. */
const NAMES: readonly (readonly [start: string, name: string, fault?: string])[] = [
  ['$1$', 'MD5-crypt ($1$)'],
  ['$2x$', 'bcrypt with an old fault ($2x$)'],
  ['$2', 'bcrypt'],
  ['$3$', 'the hash of Windows NT ($3$)'],
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
  ['$bcrypt-sha256$', "passlib's bcrypt_sha256"],
  ['$pbkdf2', "passlib's PBKDF2"],
  ['$wp', "WordPress's bcrypt ($wp)"],
  ['$P$', 'phpass ($P$)'],
  ['$H$', 'phpass ($H$)'],
  ['$S$', "Drupal's phpass ($S$)"],
  ['AQAAAA', "ASP.NET Identity's PBKDF2"],
  ['U$', "Drupal's updated phpass (U$)"],
  ['{SHA}', 'SHA-1 ({SHA})'],
  ['{SHA256-CRYPT}', 'SHA-256-crypt ({SHA256-CRYPT})', FEW_ROUNDS],
  ['{SHA512-CRYPT}', 'SHA-512-crypt ({SHA512-CRYPT})', FEW_ROUNDS],
  ['{SSHA}', 'salted SHA-1 ({SSHA})'],
  ['{SHA', 'SHA ({SHA…})'],
  ['{SSHA', 'salted SHA ({SSHA…})'],
  ['{MD5}', 'MD5 ({MD5})'],
  ['{SMD5', 'salted MD5 ({SMD5})'],
  ['{MD4}', 'MD4 ({MD4})'],
  ['{MD5-CRYPT}', 'MD5-crypt ({MD5-CRYPT})'],
  ['{MD5.', 'MD5 ({MD5…})'],
  ['{LDAP-MD5', 'MD5 ({LDAP-MD5})'],
  ['{CRAM-MD5', 'a state of HMAC-MD5 ({CRAM-MD5})'],
  ['{HMAC-MD5', 'a state of HMAC-MD5 ({HMAC-MD5})'],
  ['{NTLM', 'the hash of Windows NT ({NTLM})'],
  ['{CRYPT}', 'crypt(3) ({CRYPT})'],
  ['{BLF-CRYPT}', 'bcrypt ({BLF-CRYPT})'],
  ['{DES-CRYPT}', 'DES-crypt ({DES-CRYPT})'],
  ['{PLAIN-MD4', 'MD4 ({PLAIN-MD4})'],
  ['{PLAIN-MD5', 'MD5 ({PLAIN-MD5})'],
  ['{PLAIN', 'plain text ({PLAIN})'],
  ['{CLEAR', 'plain text ({CLEARTEXT})'],
  ['{NOOP}', 'plain text ({noop})'],
  ['{PBKDF2', 'PBKDF2 ({PBKDF2…})'],
  ['{PKCS5S2}', "Atlassian's PBKDF2 ({PKCS5S2})"],
  ['{ARGON2', 'Argon2 ({ARGON2…})'],
  ['{BCRYPT}', "Spring's bcrypt ({bcrypt})"],
  ['{LDAP}', "Spring's {ldap}"],
  ['{SCRYPT', "Spring's scrypt ({scrypt})"],
  ['{SCRAM-SHA-', 'SCRAM ({SCRAM-SHA-…})'],
  ['pbkdf2_sha', "Django's PBKDF2"],
  ['pbkdf2:', "Werkzeug's PBKDF2"],
  ['scrypt$', "Django's scrypt"],
  ['scrypt:', "Werkzeug's scrypt"],
  ['argon2$', "Django's Argon2"],
  ['bcrypt', "Django's bcrypt"],
  ['crypt$', "Django's crypt(3)"],
  ['sha1$', 'SHA-1 of Django or Werkzeug'],
  ['md5$', 'MD5 of Django or Werkzeug'],
  ['sha224$', "Werkzeug's SHA-224"],
  ['sha256$', "Werkzeug's SHA-256"],
  ['sha384$', "Werkzeug's SHA-384"],
  ['sha512$', "Werkzeug's SHA-512"],
  [':argon2:', "MediaWiki's Argon2"],
  [':bcrypt:', "MediaWiki's bcrypt"],
  [':pbkdf2', "MediaWiki's PBKDF2"],
  [':B:', "MediaWiki's salted MD5"],
  [':A:', "MediaWiki's MD5"],
];

const DES = /^[./A-Za-z0-9]{13}$/;
/** Eleven characters more for each eight of the password beyond the first. */
const BIG = /^[./A-Za-z0-9]{13}(?:[./A-Za-z0-9]{11}){1,15}$/;
const ASPNET_2 = /^A[A-P][A-Za-z0-9+/]{64}==$/;
const BSDI = /^_[./A-Za-z0-9]{19}$/;
const HEX = /^[0-9a-f]{32,128}$/;
