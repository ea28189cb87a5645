import { createHmac } from 'node:crypto';
import type { SsoSettings } from '../options/options.js';
import type { SignInState } from './login-state.js';
import { readNonce } from './nonce.js';
import type { SignIn } from './sign-in.js';

/** What a protocol gets to see of a sign-in. */
export function signInOf(
  { nonce, publicUrl, cameFrom, mode, keyIndex = 0 }: SignInState,
  { callbackPath, secretKeys }: Pick<SsoSettings, 'callbackPath' | 'secretKeys'>,
): SignIn {
  return {
    id: nonce,
    publicUrl,
    callbackUrl: publicUrl + callbackPath,
    cameFrom,
    mode,
    begunAtSeconds: readNonce(nonce)?.begunAt ?? 0,
    secretFor(purpose) {
      // Of the secret that has signed the cookie: a new one may have come before it in the meantime.
      const key = secretKeys[keyIndex] ?? secretKeys[0];
      return createHmac('sha256', key).update(`${nonce} ${purpose}`).digest('base64url');
    },
  };
}
