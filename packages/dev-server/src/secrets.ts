import { randomBytes, timingSafeEqual } from 'node:crypto';

/** An unguessable name, of 160 random bits, in hexadecimal digits. */
export function randomName(): string {
  return randomBytes(20).toString('hex');
}

/** Whether two texts are the same, in a time that does not tell how much of them is. */
export function isSameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
