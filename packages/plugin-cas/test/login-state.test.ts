import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStates, type SignInState, sealStates } from '../src/sign-in/login-state.js';

const NOW = Date.UTC(2026, 0, 1);
const state = (nonce: string, changes: Partial<SignInState> = {}): SignInState => ({
  nonce,
  publicUrl: 'https://app.example.org',
  cameFrom: '/private?a=b#c',
  expiresAt: NOW + 600_000,
  attempt: 0,
  round: 0,
  mode: 'plain',
  ...changes,
});

describe('the list of sign-ins in the cookie', () => {
  it('comes back as it went in', () => {
    const states = [state('a'), state('b', { cameFrom: '/%C3%AB', attempt: 1, round: 2 })];
    expect(openStates(sealStates(states, 'key'), ['key'], NOW)).toEqual(states);
  });

  it('is signed by one key and opened by any', () => {
    const value = sealStates([state('a')], 'old');
    expect(openStates(value, ['new', 'old'], NOW)).toHaveLength(1);
    expect(openStates(value, ['new'], NOW)).toBeUndefined();
  });

  it('leaves out what has expired', () => {
    const value = sealStates([state('a', { expiresAt: NOW + 1000 }), state('b')], 'key');
    expect(openStates(value, ['key'], NOW + 1000)?.map(({ nonce }) => nonce)).toEqual(['b']);
  });

  it('keeps the newest four', () => {
    const value = sealStates(
      ['a', 'b', 'c', 'd', 'e'].map((nonce) => state(nonce)),
      'key',
    );
    expect(openStates(value, ['key'], NOW)?.map(({ nonce }) => nonce)).toEqual(['b', 'c', 'd', 'e']);
  });

  it('drops the oldest until it fits into a cookie', () => {
    const long = ['a', 'b', 'c'].map((nonce) => state(nonce, { cameFrom: `/${'x'.repeat(1200)}` }));
    const value = sealStates(long, 'key');
    expect(value.length).toBeLessThanOrEqual(3500);
    expect(openStates(value, ['key'], NOW)?.map(({ nonce }) => nonce)).toEqual(['b', 'c']);
  });

  it('fits into a cookie whatever is in it', () => {
    const anyState = fc.record({
      nonce: fc.constant('A'.repeat(22)),
      publicUrl: fc.constantFrom('https://app.example.org', 'http://[::1]:3000/prefix'),
      mode: fc.constantFrom('plain' as const, 'renew' as const, 'gateway' as const),
      cameFrom: fc.stringMatching(/^\/[!-~]{0,2000}$/),
      expiresAt: fc.constant(NOW + 1000),
      attempt: fc.nat(1),
      round: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(anyState, { minLength: 1, maxLength: 6 }), (states) => {
        const value = sealStates(states, 'key');
        expect(value).toMatch(/^[\w.+/-]{1,3500}$/);
        expect(openStates(value, ['key'], NOW)?.at(-1)).toEqual(states.at(-1));
      }),
      { numRuns: 50 },
    );
  });

  it('does not open anything else', () => {
    const value = sealStates([state('a')], 'key');
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.constantFrom('A', '.', '%', ''), (at, char) => {
        const forged = value.slice(0, at) + char + value.slice(at + 1);
        if (forged !== value) expect(openStates(forged, ['key'], NOW)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(openStates(text, ['key'], NOW)).toBeUndefined();
      }),
    );
    expect(openStates('x'.repeat(100_000), ['key'], NOW)).toBeUndefined();
  });
});
