import { createHash } from 'node:crypto';

/**
 * Spring Security's StandardPasswordEncoder: in hexadecimal eight bytes of salt, and SHA-256 of salt and password, 1024
 * times.
 */
export function springSha256(password: Uint8Array, setting: string): string {
  const salt = Buffer.from(setting.slice(0, 16), 'hex');
  let last = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < 1024; round++) last = createHash('sha256').update(last).digest();
  return salt.toString('hex') + last.toString('hex');
}
