import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalAddress, isAt } from '../src/ticket/address.js';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::1', '::1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['2001:0DB8:0:0::0001', '2001:db8::1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['0:0:0:0:0:FFFF:c000:201', '192.0.2.1'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['FE80:0::1%eth0', 'fe80::1%eth0'],
  ['::192.0.2.1', '::c000:201'],
  ['192.0.2', undefined],
  ['192.0.2.01', undefined],
  ['localhost', undefined],
  ['', undefined],
  ['[::1]', undefined],
  ['::1]/', undefined],
])('%s is %s', (address, canonical) => {
  expect(canonicalAddress(address)).toBe(canonical);
});

it('is the same in every spelling', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const canonical = canonicalAddress(address) ?? '';
      expect(canonicalAddress(canonical)).toBe(canonical);
      expect(isAt(canonical, address.toUpperCase())).toBe(true);
      expect(isAt(canonical, '2001:db8::dead')).toBe(canonical === '2001:db8::dead');
    }),
  );
  expect(isAt('::1', undefined)).toBe(false);
});
