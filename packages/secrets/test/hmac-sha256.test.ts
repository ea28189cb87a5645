import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HmacSha256, isSameMac, MESSAGE_AT } from '../src/index.js';

it('makes what Node makes, with any key, of texts of any length one after the other', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 400 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(text, { minLength: 1, maxLength: 5 }), (key, texts) => {
      const hmac = new HmacSha256(key);
      for (const one of texts) {
        expect(hmac.macOfText(one)).toBe(createHmac('sha256', key).update(one).digest('base64url'));
      }
    }),
  );
});

it('makes the same of messages that begin alike', () => {
  const bytes = fc.uint8Array({ maxLength: 700 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes, fc.array(bytes, { maxLength: 5 }), (key, beginning, ends) => {
      const hmac = new HmacSha256(key, beginning);
      for (const end of ends) {
        const sheet = hmac.sheetFor(beginning.length + end.length);
        sheet.all.set(end, MESSAGE_AT + beginning.length);
        const right = createHmac('sha256', key).update(beginning).update(end).digest();
        expect(hmac.macOf(sheet)).toBe(right.toString('latin1'));
        sheet.all.set(right, sheet.hashed.length);
        expect(hmac.isGenuine(sheet)).toBe(true);
        sheet.all[sheet.all.length - 1] = (right.at(-1) as number) ^ 1;
        expect(hmac.isGenuine(sheet)).toBe(false);
      }
    }),
  );
});

it('tells MACs apart by every character', () => {
  const mac = new HmacSha256(Buffer.from('key')).macOfText('text');
  expect(isSameMac(mac, mac)).toBe(true);
  expect(isSameMac(mac, `${mac}A`)).toBe(false);
  expect(isSameMac(mac, mac.slice(1))).toBe(false);
  for (let i = 0; i < mac.length; i++) {
    expect(isSameMac(mac, mac.slice(0, i) + (mac[i] === 'A' ? 'B' : 'A') + mac.slice(i + 1))).toBe(false);
  }
});
