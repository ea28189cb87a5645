/** A sign-in under way, as a protocol gets to see it. */
export interface SignIn {
  /** Names it: about 30 characters of base64url. Everybody may see it; it counts only with this browser's cookie. */
  readonly id: string;
  /** The application's public URL where it began. */
  readonly publicUrl: string;
  /** Where the browser has to come back to: the public URL and the callback path. */
  readonly callbackUrl: string;
  /** Where it leads afterwards: path, query and fragment on the public URL's origin. */
  readonly cameFrom: string;
  /** `renew`: have them type their password again. `gateway`: show them nothing, whether there is a session or not. */
  readonly mode: SignInMode;
  /** Seconds since 1970. */
  readonly begunAtSeconds: number;
  /**
   * 43 characters of base64url that only this application can work out: for a PKCE verifier, a `nonce`, the id of a
   * request. The same each time for one purpose, so that nothing has to be kept; and another one for each sign-in, so that
   * an answer is bound to the browser that was sent to fetch it.
   */
  secretFor(purpose: string): string;
}

export type SignInMode = 'plain' | 'renew' | 'gateway';
