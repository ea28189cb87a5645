// #with authenticator
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Makes a check of secrets. It takes the same time whoever it is and however much of a secret is right, and keeps
 * nothing from which a secret could be read.
 *
 * @param secrets by userid
 * @example
 * const isRight = secretCheck({ ann: 'c2VjcmV0' });
 * isRight('ann', 'c2VjcmV0'); // true
 */
export function secretCheck(secrets: Readonly<Record<string, string>>): (userid: string, secret: string) => boolean {
  const digests = new Map(Object.entries(secrets).map(([userid, secret]) => [userid, digest(secret)]));
  // No text has this digest, as far as anybody can know.
  const nobody = randomBytes(32);
  return (userid, secret) => timingSafeEqual(digests.get(userid) ?? nobody, digest(secret));
}

/** Digests are all equally long, which `timingSafeEqual` demands. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
// #end
