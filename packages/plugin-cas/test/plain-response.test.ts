import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlainResponse } from '../src/protocol/plain-response.js';
import { fixture } from './support.js';

const bad = expect.objectContaining({ code: 'CAS_BAD_RESPONSE', status: 503 });

describe('CAS 1.0 answers', () => {
  it('names the user', () => {
    const user = { success: true, user: 'dwho', attributes: {}, proxies: [] };
    expect(parsePlainResponse(fixture('validate1.ok'))).toEqual(user);
    expect(parsePlainResponse('yes\r\ndwho\r\n')).toEqual(user);
    expect(parsePlainResponse('yes\n\u00a0dwho \t\n')).toMatchObject({ user: '\u00a0dwho' });
  });

  it.each([fixture('validate1.missing'), fixture('validate1.reused'), 'no\n', 'no\r\n\r\n'])(
    'refuses by %j',
    (text) => {
      expect(parsePlainResponse(text)).toEqual({ success: false, code: 'INVALID_TICKET' });
    },
  );

  it.each([
    '',
    'yes',
    'yes\n',
    'yes\n\n',
    'yes\n \n',
    'yes\ndwho',
    'yes\ndwho\nadmin\n',
    'yes dwho\n',
    'YES\ndwho\n',
    ' yes\ndwho\n',
    'no\nyes\ndwho\n',
    'yes\nd\u0000who\n',
    '<html>yes\ndwho\n',
  ])('does not read %j', (text) => {
    expect(() => parsePlainResponse(text)).toThrow(bad);
  });

  it('reads nothing that is cut short', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z@.]{1,20}$/), fc.nat(), (user, at) => {
        const whole = `yes\n${user}\n`;
        expect(() => parsePlainResponse(whole.slice(0, at % whole.length))).toThrow(bad);
      }),
    );
  });
});
