import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealWith } from '../../src/sessions/sealing.js';

const OLD = 'an old secret of 32 bytes or more.';
const NEW = 'a new secret of 32 bytes or more..';

describe('a seal', () => {
  it('opens what it closed, for the same purpose only, and never twice the same', () => {
    const seal = sealWith([NEW]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (text, purpose, other) => {
        const closed = seal.close(text, purpose);
        expect(seal.open(closed, purpose)).toBe(text);
        expect(seal.close(text, purpose)).not.toBe(closed);
        if (other !== purpose) expect(seal.open(closed, other)).toBeUndefined();
      }),
    );
  });

  it('does not show the text', () => {
    const [, sealed = ''] = sealWith([NEW]).close('PGT-secret', 'a').split('.');
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('PGT');
  });

  it('opens what an old secret closed, and closes with the new one', () => {
    const both = sealWith([NEW, OLD]);
    expect(both.open(sealWith([OLD]).close('text', 'a'), 'a')).toBe('text');
    expect(sealWith([NEW]).open(both.close('text', 'a'), 'a')).toBe('text');
    expect(sealWith([NEW]).open(sealWith([OLD]).close('text', 'a'), 'a')).toBeUndefined();
  });

  it('notices a change of any bit, and any cut', () => {
    const seal = sealWith([NEW]);
    const [id = '', sealed = ''] = seal.close('PGT-1', 'a').split('.');
    const bytes = Buffer.from(sealed, 'base64url');
    expect(seal.open(`${id}.${bytes.toString('base64url')}`, 'a')).toBe('PGT-1');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(seal.open(`${id}.${changed.toString('base64url')}`, 'a')).toBeUndefined();
    }
    for (let end = 0; end < bytes.length; end++) {
      expect(seal.open(`${id}.${bytes.subarray(0, end).toString('base64url')}`, 'a')).toBeUndefined();
    }
  });

  it('does not choke on what is no text', () => {
    for (const value of [undefined, null, 7, {}, [], '', '*', true]) {
      expect(sealWith([NEW]).open(value, 'a')).toBeUndefined();
    }
  });
});
