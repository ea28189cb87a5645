// #with identifier
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseToken } from '../src/token.js';

describe('parseToken', () => {
  it.each([
    ['ann.c2VjcmV0', { userid: 'ann', secret: 'c2VjcmV0' }],
    ['ann@example.org.c2VjcmV0', { userid: 'ann@example.org', secret: 'c2VjcmV0' }],
    ['', undefined],
    ['ann', undefined],
    ['ann.', undefined],
    ['.c2VjcmV0', undefined],
    ['ann.c2VjcmV0 ', undefined],
    ['ann.c2VjcmV0\n', undefined],
  ])('reads %j', (text, token) => {
    expect(parseToken(text)).toEqual(token);
  });

  it('reads every token that can be written', () => {
    const userid = fc.stringMatching(/^[\w.@+-]+$/);
    const secret = fc.stringMatching(/^[\w-]+$/);
    fc.assert(
      fc.property(fc.record({ userid, secret }), (token) => {
        expect(parseToken(`${token.userid}.${token.secret}`)).toEqual(token);
      }),
    );
  });
});
// #end
