/** What the secrets of a sign-in are for. */
export const NONCE = 'nonce';
export const VERIFIER = 'code_verifier';

/** Where the browser comes back to, the same to the letter at the beginning and when the code is redeemed. */
export function redirectUri(callbackUrl: string): string {
  return new URL(callbackUrl).href;
}
