import { ENCRYPTION, SIGNATURE } from '../saml-names.js';

/** What is known to be weak, and may be asked for by name. */
export type LegacyAlgorithm = 'sha1' | 'aes-cbc' | 'rsa-1_5';

export const LEGACY_ALGORITHMS: readonly LegacyAlgorithm[] = ['sha1', 'aes-cbc', 'rsa-1_5'];

const MORE_SIGNATURES = 'http://www.w3.org/2001/04/xmldsig-more#';
const RSA_PSS_SHA256 = 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1';

/** Algorithms of signatures, of those that xml-crypto knows. */
export function signatureMethods(legacy: ReadonlySet<LegacyAlgorithm>): ReadonlySet<string> {
  return new Set([
    `${MORE_SIGNATURES}rsa-sha256`,
    `${MORE_SIGNATURES}rsa-sha512`,
    RSA_PSS_SHA256,
    ...(legacy.has('sha1') ? [`${SIGNATURE}rsa-sha1`] : []),
  ]);
}

/** Algorithms of digests. */
export function digestMethods(legacy: ReadonlySet<LegacyAlgorithm>): ReadonlySet<string> {
  return new Set([`${ENCRYPTION}sha256`, `${ENCRYPTION}sha512`, ...(legacy.has('sha1') ? [`${SIGNATURE}sha1`] : [])]);
}

/** Algorithms of Node for the signatures of the redirect binding. */
export function hashOf(method: string, legacy: ReadonlySet<LegacyAlgorithm>): 'sha1' | 'sha256' | 'sha512' | undefined {
  if (!signatureMethods(legacy).has(method)) return undefined;
  return ({ 'rsa-sha1': 'sha1', 'rsa-sha256': 'sha256', 'rsa-sha512': 'sha512' } as const)[
    method.slice(method.indexOf('#') + 1) as 'rsa-sha256'
  ];
}

/** What says itself whether it was changed. */
export const AUTHENTICATED_CIPHERS: ReadonlySet<string> = new Set([
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
]);

/** What does not: whoever may try as often as he likes, and sees what becomes of it, reads what is encrypted. */
export const CBC_CIPHERS: ReadonlySet<string> = new Set([`${ENCRYPTION}aes128-cbc`, `${ENCRYPTION}aes256-cbc`]);

/** How keys are encrypted. */
export function keyCiphers(legacy: ReadonlySet<LegacyAlgorithm>): ReadonlySet<string> {
  return new Set([`${ENCRYPTION}rsa-oaep-mgf1p`, ...(legacy.has('rsa-1_5') ? [`${ENCRYPTION}rsa-1_5`] : [])]);
}

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** How what is signed becomes bytes. Comments are refused before, so both do the same. */
export const CANONICALIZATIONS: ReadonlySet<string> = new Set([EXCLUSIVE, `${EXCLUSIVE}WithComments`]);

export const ENVELOPED: string = `${SIGNATURE}enveloped-signature`;
