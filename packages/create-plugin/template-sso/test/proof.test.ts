import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProof, proofOf } from '../src/proof.js';

describe('a proof', () => {
  it('is the one that others make, too', () => {
    // printf 'gone p-1' | openssl dgst -sha256 -hmac secret -binary | basenc --base64url | tr -d =
    expect(proofOf('p-1', 'secret')).toBe('6E6s4fFDpQtm_qY-tU-XmQo5YD6U0uaeOPHowCXLayM');
  });

  it('counts for its pass and its secret only, and as a whole', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (pass, secret, text) => {
        const proof = proofOf(pass, secret);
        expect(isProof(proof, pass, ['another', secret])).toBe(true);
        expect(isProof(proof, pass, [`${secret}x`])).toBe(false);
        expect(isProof(proof, `${pass}x`, [secret])).toBe(false);
        expect(isProof(proof.slice(0, -1), pass, [secret])).toBe(false);
        expect(isProof(text, pass, [secret])).toBe(false);
      }),
    );
  });
});
