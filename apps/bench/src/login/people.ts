import { createHash, randomBytes } from 'node:crypto';

/** Directories and databases have so many people: `user0`, `user1`, …, whose passwords are their names. */
export const PEOPLE = 500;

/** SHA-1 with a salt, which OpenLDAP stores, and which costs next to nothing: what is measured is around it. */
export function hashOf(password: string): string {
  const salt = randomBytes(8);
  return `{SSHA}${Buffer.concat([createHash('sha1').update(password).update(salt).digest(), salt]).toString('base64')}`;
}
