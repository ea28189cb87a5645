import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Hidden, Identity, PasswordCredentials, WhoError } from '../src/index.js';

const prints: readonly [string, (value: unknown) => string][] = [
  ['inspect', (value) => inspect(value, { depth: 9, showHidden: true })],
  ['inspect in an object', (value) => inspect({ in: [value] }, { depth: 9 })],
  ['JSON', (value) => JSON.stringify({ in: value })],
  ['a template', (value) => `${value}`],
];

describe.each(prints)('printed by %s', (_name, print) => {
  it('credentials show nothing', () => {
    expect(print(new PasswordCredentials('ann', 'pa55'))).not.toMatch(/ann|pa55/);
  });

  it('an identity shows who it is and nothing that is known about it', () => {
    const identity = new Identity(
      { userid: 'ann', userdata: 'sid=s3cret', metadata: { mail: 'a@example.org' } },
      'ticket',
      'cas',
    );
    expect(print(identity)).toMatch(/ann.*via ticket\/cas/);
    expect(print(identity)).not.toMatch(/s3cret|example/);
  });
});

it('an identity is one of those that hide, too', () => {
  expect(new Identity({ userid: 'ann' })).toBeInstanceOf(Hidden);
});

describe('WhoError', () => {
  it('says who, what and which status', () => {
    const cause = new Error('inner');
    const error = new WhoError('The server does not answer.', {
      code: 'CAS_UNAVAILABLE',
      plugin: '@who/plugin-cas',
      status: 503,
      headers: [['Retry-After', '5']],
      cause,
    });
    expect(error).toMatchObject({
      name: 'WhoError',
      message: '[@who/plugin-cas] The server does not answer.',
      code: 'CAS_UNAVAILABLE',
      status: 503,
      headers: { 'Retry-After': '5' },
      cause,
    });
    expect(WhoError.from(error, 'x')).toBe(error);
    expect(new WhoError('x', { code: 'X', plugin: 'x' }).status).toBe(500);
  });
});
