import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceSeal } from '../../src/devices/device-cookie.js';

const SECRET = 'a secret of these tests, which has 32 bytes';
const OLDER = 'the secret of the year before, as long as it';
const { make, read } = deviceSeal('who_device', [SECRET]);
const ID = '5e0c1d2b-6a1f-4d3c-9b8a-7f6e5d4c3b2a';
const value = make(ID, 1_700_000_000, 'alice');

describe('the value of a device cookie', () => {
  it('is its id, its time and an HMAC', () => {
    expect(value).toMatch(/^[\da-f-]{36}\.1700000000\.[\w-]{43}$/);
    expect(read(value, 'alice')).toEqual({ id: ID, issuedSeconds: 1_700_000_000, isCurrent: true });
  });

  it('is of one user, one cookie and one secret', () => {
    expect(read(value, 'bob')).toBeUndefined();
    expect(read(value, 'Alice')).toBeUndefined();
    expect(deviceSeal('other', [SECRET]).read(value, 'alice')).toBeUndefined();
    expect(deviceSeal('who_device', [OLDER]).read(value, 'alice')).toBeUndefined();
  });

  it('counts while its secret is in the list', () => {
    const changed = deviceSeal('who_device', [OLDER, Buffer.from(SECRET)]);
    expect(changed.read(value, 'alice')).toEqual({ id: ID, issuedSeconds: 1_700_000_000, isCurrent: false });
    expect(read(changed.make(ID, 1, 'alice'), 'alice')).toBeUndefined();
  });

  it.each([
    '',
    '.',
    '..',
    ID,
    `${ID}.1`,
    `${ID}.1.`,
    `"${value}"`,
    `${value} `,
    `${value}.`,
    value.replace('.1', '.01'),
  ])('is not %j', (text) => expect(read(text, 'alice')).toBeUndefined());

  it('is genuine as it was made, and in no other way', () => {
    const character = fc.constantFrom(...'ABCwxyz019-_.=% ');
    const text = fc.string({ unit: character, maxLength: 3 });
    const user = fc.string({ minLength: 1, maxLength: 22 });
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 1, max: 99_999_999_999 }),
        user,
        user,
        fc.nat({ max: 95 }),
        text,
        fc.nat({ max: 3 }),
        (id, issuedSeconds, owner, other, at, inserted, removed) => {
          const made = make(id, issuedSeconds, owner);
          expect(read(made, owner)).toEqual({ id, issuedSeconds, isCurrent: true });
          if (other !== owner) expect(read(made, other)).toBeUndefined();
          const changed = made.slice(0, at) + inserted + made.slice(at + removed);
          if (changed !== made) expect(read(changed, owner)).toBeUndefined();
        },
      ),
      { numRuns: 1000 },
    );
  });
});
