import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What proves that Sesame itself says that a pass is over: an HMAC-SHA-256 of it, in base64url.
 *
 * @example
 * const notice = new URLSearchParams({ gone: 'p-1', proof: proofOf('p-1', process.env['SESAME_SECRET'] ?? '') });
 */
export function proofOf(pass: string, secret: string): string {
  return createHmac('sha256', secret).update(`gone ${pass}`).digest('base64url');
}

/** Whether a proof was made with one of the secrets. It takes the same time however much of it is right. */
export function isProof(proof: string, pass: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(proof);
  return secrets.some((secret) => {
    const right = Buffer.from(proofOf(pass, secret));
    return given.length === right.length && timingSafeEqual(given, right);
  });
}
