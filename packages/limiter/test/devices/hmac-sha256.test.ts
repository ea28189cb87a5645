import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hmacSha256, isSameMac } from '../../src/devices/hmac-sha256.js';

it('makes what Node makes, with any key, of texts of any length one after the other', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 400 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(text, { minLength: 1, maxLength: 5 }), (key, texts) => {
      const mac = hmacSha256(key);
      for (const one of texts) expect(mac(one)).toBe(createHmac('sha256', key).update(one).digest('base64url'));
    }),
  );
});

it('tells MACs apart by every character', () => {
  const mac = hmacSha256(Buffer.from('key'))('text');
  expect(isSameMac(mac, mac)).toBe(true);
  expect(isSameMac(mac, `${mac}A`)).toBe(false);
  expect(isSameMac(mac, mac.slice(1))).toBe(false);
  for (let i = 0; i < mac.length; i++) {
    expect(isSameMac(mac, mac.slice(0, i) + (mac[i] === 'A' ? 'B' : 'A') + mac.slice(i + 1))).toBe(false);
  }
});
