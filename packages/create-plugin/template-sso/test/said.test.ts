import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSaid } from '../src/said.js';

describe('readSaid', () => {
  it('reads a user, and what else is said', () => {
    const nothing = { userid: 'ann', attributes: {}, nonce: undefined, isTyped: false };
    expect(readSaid('{"user":"ann"}')).toEqual(nothing);
    expect(readSaid('{"user":"ann","more":[1]}')).toEqual(nothing);
    const all = '{"user":"ann","nonce":"n","typed":true,"attributes":{"mail":["a@example.org"],"groups":[]}}';
    expect(readSaid(all)).toEqual({
      userid: 'ann',
      nonce: 'n',
      isTyped: true,
      attributes: { mail: ['a@example.org'], groups: [] },
    });
  });

  it.each([
    '',
    'ann',
    '"ann"',
    'null',
    '[]',
    '{}',
    '{"user":""}',
    '{"user":["ann"]}',
    '{"user":"a\\nb"}',
    '{"user":"a\\ud800"}',
    '{"user":"ann","nonce":1}',
    '{"user":"ann","typed":"yes"}',
    '{"user":"ann","attributes":[]}',
    '{"user":"ann","attributes":{"mail":"a@example.org"}}',
    '{"user":"ann","attributes":{"mail":[1]}}',
  ])('refuses %j', (text) => {
    expect(() => readSaid(text)).toThrow(expect.objectContaining({ code: 'SESAME_BAD_RESPONSE', status: 503 }));
  });

  it('reads every name, and of whatever else comes it makes a user or an error with a code', () => {
    const name = fc.string({ minLength: 1, maxLength: 80, unit: fc.constantFrom(..."aZ0 .@-'<é😀") });
    fc.assert(
      fc.property(name, fc.json(), (user, json) => {
        expect(readSaid(JSON.stringify({ user })).userid).toBe(user);
        try {
          expect(readSaid(json).userid).not.toBe('');
        } catch (error) {
          expect(error).toMatchObject({ code: 'SESAME_BAD_RESPONSE' });
        }
      }),
    );
  });
});
