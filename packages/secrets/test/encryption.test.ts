import { createHash, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EncryptionKey, encryption, problemWithEncryptionKeys } from '../src/index.js';

const keyOf = (id: string): EncryptionKey => ({ id, secret: createHash('sha256').update(id).digest() });
const one = keyOf('one');
const two = keyOf('two');
const PLACE = 'a profile';

/** The same by WebCrypto. */
async function webKey({ secret }: EncryptionKey): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('raw', secret as Uint8Array<ArrayBuffer>, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
const parameters = (iv: Uint8Array<ArrayBuffer>) => ({ name: 'AES-GCM', iv, additionalData: Buffer.from(PLACE) });

describe('encryption', () => {
  it('is read by another implementation', async () => {
    const [id, sealed = ''] = encryption([one, two]).seal('an address', PLACE).split('.');
    const bytes = Buffer.from(sealed, 'base64url');
    const text = await webcrypto.subtle.decrypt(
      parameters(new Uint8Array(bytes.subarray(0, 12))),
      await webKey(one),
      bytes.subarray(12),
    );
    expect(id).toBe('one');
    expect(Buffer.from(text).toString()).toBe('an address');
  });

  it('reads what another implementation has written', async () => {
    const nonce = new Uint8Array(12).fill(7);
    const sealed = await webcrypto.subtle.encrypt(parameters(nonce), await webKey(two), Buffer.from('an address'));
    const text = Buffer.concat([nonce, Buffer.from(sealed)]).toString('base64url');
    expect(encryption([one, two]).open(`two.${text}`, PLACE)).toBe('an address');
  });

  it('takes a secret in base64 as well', () => {
    const text = Buffer.from(one.secret as Uint8Array);
    for (const format of ['base64', 'base64url'] as const) {
      const { open } = encryption([{ id: 'one', secret: text.toString(format) }]);
      expect(open(encryption([one]).seal('an address', PLACE), PLACE)).toBe('an address');
    }
  });

  it('never gives the same text twice', () => {
    const { seal } = encryption([one]);
    expect(new Set(Array.from({ length: 1000 }, () => seal('x', PLACE))).size).toBe(1000);
  });

  it('opens what it has sealed, for the same place only', () => {
    const { seal, open } = encryption([one]);
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, text, (value, place, other) => {
        expect(open(seal(value, place), place)).toBe(value);
        if (place !== other) expect(open(seal(value, place), other)).toBeUndefined();
      }),
    );
  });

  it('opens nothing that was changed, and no rubbish', () => {
    const { seal, open } = encryption([one]);
    const sealed = seal('an address', PLACE);
    const bytes = Buffer.from(sealed.slice(4), 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(open(`one.${changed.toString('base64url')}`, PLACE)).toBeUndefined();
      expect(open(`one.${bytes.subarray(0, i).toString('base64url')}`, PLACE)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string(), (rubbish) => {
        expect(open(rubbish, PLACE)).toBeUndefined();
        expect(open(`one.${rubbish}`, PLACE)).toBeUndefined();
      }),
    );
  });
});

describe('keys', () => {
  it.each([
    ['a list', []],
    ['a list', undefined],
    ['ids', [{ secret: one.secret }]],
    ['ids', [{ id: 'a.b', secret: one.secret }]],
    ['another id', [one, { ...two, id: 'one' }]],
    ['32 random bytes', [{ id: 'one', secret: Buffer.alloc(32) }]],
    ['32 random bytes', [{ id: 'one', secret: 'a password of just about 32 chars' }]],
  ])('need %s: %#', (problem, keys) => {
    expect(problemWithEncryptionKeys(keys as EncryptionKey[])).toContain(problem);
  });

  it('may be several', () => {
    expect(problemWithEncryptionKeys([one, two])).toBeUndefined();
  });
});
