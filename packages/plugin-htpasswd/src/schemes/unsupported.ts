/**
 * What a stored text is that cannot be checked, in words for a log. Only what is known by its first characters is
 * named: nothing of a text that may be a password itself is repeated.
 */
export function unsupportedForm(stored: string): string {
  if (stored === '') return 'no hash';
  const known = Object.entries(FORMS).find(([start]) => stored.startsWith(start));
  return known ? `unsupported scheme: ${known[1]}` : 'plain text, or an unsupported scheme';
}

const FORMS: Readonly<Record<string, string>> = {
  $1$: 'MD5-crypt ($1$)',
  $2x$: 'bcrypt with an old fault ($2x$)',
  $2: 'bcrypt that is cut off or misspelt',
  $apr1$: 'apr1 that is cut off or misspelt',
  $5$: 'SHA-256-crypt that is cut off, misspelt or has fewer than 1000 rounds',
  $6$: 'SHA-512-crypt that is cut off, misspelt or has fewer than 1000 rounds',
  $7$: 'scrypt ($7$)',
  $y$: 'yescrypt ($y$)',
  $gy$: 'gost-yescrypt ($gy$)',
  $argon2: 'Argon2',
  $sha1$: 'SHA-1-crypt ($sha1$)',
  $md5: 'SunMD5 ($md5)',
  '{SHA}': '{SHA} that is cut off or misspelt',
  '{SSHA}': 'salted SHA-1 ({SSHA})',
  '{MD5}': '{MD5}',
  '{SMD5}': '{SMD5}',
  '{CRYPT}': '{CRYPT}',
  '{PLAIN}': '{PLAIN}',
};
