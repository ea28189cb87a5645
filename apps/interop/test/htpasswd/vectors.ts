import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A password and a stored text, of which servers say whether they go together. */
export interface Attempt {
  /** The name of the file's user who has the stored text. */
  readonly user: string;
  readonly password: Buffer;
  readonly stored: string;
  readonly note: string;
}

const folder = fileURLToPath(new URL('../../../../packages/passwords/test/vectors/', import.meta.url));
/** What is written into password files of Apache's. */
const FILES = /^(?:crypt-|htpasswd-|mkpasswd|openssl-passwd).*\.json$/;

/** Those that can be asked over HTTP and stand in a line: others are no matter of these servers. */
export function attempts(): readonly Attempt[] {
  const users = new Map<string, string>();
  const found: Attempt[] = [];
  for (const name of readdirSync(folder).filter((file) => FILES.test(file))) {
    const { vectors } = JSON.parse(readFileSync(folder + name, 'utf8'));
    for (const { password, passwordHex = '', stored, note = '' } of vectors) {
      const bytes = password === undefined ? Buffer.from(passwordHex, 'hex') : Buffer.from(password);
      if (/[\n\r\0:]|\\$/.test(stored) || stored === '' || bytes.length > 255) continue;
      if (!users.has(stored)) users.set(stored, `u${users.size}`);
      found.push({ user: users.get(stored) ?? '', password: bytes, stored, note: `${name}: ${note}` });
    }
  }
  return found;
}

/** A password file with all of them. */
export function fileOf(list: readonly Attempt[]): string {
  return [...new Set(list.map(({ user, stored }) => `${user}:${stored}\n`))].join('');
}
