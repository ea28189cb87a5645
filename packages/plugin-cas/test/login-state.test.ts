import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openState, type SignInState, sealState } from '../src/sign-in/login-state.js';
import { makeNonce, readNonce } from '../src/sign-in/nonce.js';

const NOW = Date.UTC(2026, 0, 1);
const state = (nonce: string, changes: Partial<SignInState> = {}): SignInState => ({
  nonce,
  publicUrl: 'https://app.example.org',
  cameFrom: '/private?a=b#c',
  expiresAt: NOW + 600_000,
  attempt: 0,
  round: 0,
  mode: 'plain',
  isOver: false,
  ...changes,
});

describe('a sign-in in its cookie', () => {
  it.each<Partial<SignInState>>([{}, { cameFrom: '/%C3%AB', attempt: 1, round: 2, isOver: true }, { mode: 'gateway' }])(
    'comes back as it went in: %j',
    (changes) => {
      expect(openState('a', sealState(state('a', changes), 'key'), ['key'])).toEqual(state('a', changes));
    },
  );

  it('is signed by one key and opened by any', () => {
    const value = sealState(state('a'), 'old');
    expect(openState('a', value, ['new', 'old'])).toEqual(state('a'));
    expect(openState('a', value, ['new'])).toBeUndefined();
  });

  it('is good under its own name only', () => {
    const value = sealState(state('a'), 'key');
    for (const name of ['b', '', 'a.', 'aa']) expect(openState(name, value, ['key'])).toBeUndefined();
    const [, rest = ''] = value.split(/(?<=^.)/);
    expect(openState(`a.${value.charAt(0)}`, rest, ['key'])).toBeUndefined();
  });

  it('does not open anything else', () => {
    const value = sealState(state('a'), 'key');
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.constantFrom('A', '.', '%', ''), (at, char) => {
        const forged = value.slice(0, at) + char + value.slice(at + 1);
        if (forged !== value) expect(openState('a', forged, ['key'])).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (nonce, text) => {
        expect(openState(nonce, text, ['key'])).toBeUndefined();
      }),
    );
    expect(openState('a', 'x'.repeat(100_000), ['key'])).toBeUndefined();
  });
});

describe('the name of a sign-in', () => {
  it('says what it is for, where and when it began, and is another one each time', () => {
    const nonces = new Set<string>();
    for (const errand of ['sign-in', 'once more', 'gateway'] as const) {
      for (const elsewhere of [true, false]) {
        for (const begunAt of [0, 1, Math.floor(NOW / 1000), 2 ** 33]) {
          const nonce = makeNonce({ errand, elsewhere, begunAt });
          expect(nonce).toMatch(/^[\w-]{24,32}$/);
          expect(readNonce(nonce)).toEqual({ errand, elsewhere, begunAt });
          nonces.add(nonce);
        }
      }
    }
    expect(nonces.size).toBe(24);
  });

  it.each(['', 'S', 'x'.repeat(30), `S${'x'.repeat(22)}`, `S${'x'.repeat(22)}1234567890`, `S${'x'.repeat(22)}A!`])(
    'is not %j',
    (text) => {
      expect(readNonce(text)).toBeUndefined();
    },
  );
});
