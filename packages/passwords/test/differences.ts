/** What is answered otherwise than by the program that a vector is of, and why. */
interface Difference {
  readonly why: string;
  readonly files: RegExp;
  readonly note: RegExp;
  /** What is said here. */
  readonly ours: boolean;
}

const DIFFERENCES: readonly Difference[] = [
  {
    why: 'the blanks of a CHAR column do not count',
    files: /./,
    note: /^(?:.*: )?(?:a blank after|padded by blanks)/,
    ours: true,
  },
  {
    why: 'no line ends, and no blanks before',
    files: /./,
    note: /^(?:a line end after|a blank (?:before|behind))/,
    ours: false,
  },
  {
    why: 'numbers and base64 are read in the one way in which they are written',
    files: /^(?:dovecot-pbkdf2|ldap-pbkdf2|mediawiki-pbkdf2|passlib|spring|werkzeug)/,
    note: /leading zero|^padding|spare bits|plus for dot|rounds with a blank|upper-case method|cut off/,
    ours: false,
  },
  { why: 'passwords are not cut at a zero byte', files: /^(?:php|mediawiki-bcrypt)/, note: /NUL/, ours: false },
  {
    why: 'plain text is one where it is marked',
    files: /^(?:ldap-plain|repoze|spring-ldap)/,
    note: /^(?:plain|UTF-8|clear|empty clear|a star|an excl|a brace|one brace|\{SSHA\} is clear)/,
    ours: false,
  },
  { why: 'whether empty passwords count is an option', files: /^(?:spring|ldap)/, note: /^empty/, ours: true },
  { why: 'salts may have any length', files: /^ldap-pbkdf2/, note: /^salt of (?:5|40) bytes/, ours: true },
  { why: 'texts of both versions count', files: /^aspnet-identity-v2/, note: /^version 3/, ours: true },
  { why: 'texts of older releases count', files: /^werkzeug-scrypt/, note: /no longer knows/, ours: true },
  { why: 'Argon2 of version 16 counts', files: /^dovecot-argon2/, note: /version 16/, ours: true },
  { why: 'Argon2 without a version is of version 16', files: /^spring-argon2/, note: /^without v=/, ours: false },
  { why: 'a text has its name in front', files: /^dovecot-md5/, note: /^without a scheme/, ours: false },
  { why: 'the salted form has a salt', files: /^mediawiki-b/, note: /^empty salt/, ours: false },
  { why: "salts are libxcrypt's", files: /^php-crypt/, note: /a:b/, ours: false },
  {
    why: 'of digests, only those that are chosen by default',
    files: /^(?:mediawiki|werkzeug)-pbkdf2/,
    note: /whirlpool|sha3/,
    ours: false,
  },
];

const used = new Set<Difference>();

/** Why an answer differs; `undefined` where it should not, or does not. */
export function differenceOf({
  file,
  note,
  ours,
  theirs,
}: {
  readonly file: string;
  readonly note: string;
  readonly ours: boolean;
  readonly theirs: boolean;
}): string | undefined {
  if (ours === theirs) return undefined;
  const found = DIFFERENCES.find((known) => ours === known.ours && known.files.test(file) && known.note.test(note));
  if (found) used.add(found);
  return found?.why;
}

/** Those that no vector has needed. */
export const unusedDifferences = (): string[] =>
  DIFFERENCES.filter((difference) => !used.has(difference)).map(({ why }) => why);
