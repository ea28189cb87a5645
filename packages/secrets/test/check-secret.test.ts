import { describe, expect, it } from 'vitest';
import { checkSecret } from '../src/index.js';

const check = (value: unknown, option = 'secrets'): void => checkSecret('@who/plugin-hello', option, value);

describe('checkSecret', () => {
  it.each<unknown>([
    'x',
    'Zm9vIGJhcg==',
    Buffer.alloc(32, 7),
    ['x', 'y'],
    [],
    'a secret of at least thirty-two bytes, and mine',
  ])('lets pass what is nobody else’s: %j', (value) => {
    expect(() => check(value)).not.toThrow();
  });

  it.each<unknown>(['', undefined, null, 42, {}, ['x', ''], Buffer.alloc(0)])(
    'says how to have one where there is none: %j',
    (value) => {
      expect(() => check(value)).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION', plugin: '@who/plugin-hello', status: 500 }),
      );
      expect(() => check(value)).toThrow(/"secrets" must have a secret.*variable set\?.*openssl rand.*WHO_SECRET/);
    },
  );

  it.each([
    ['secret', 'WHO_SECRET'],
    ['stateSecrets', 'WHO_STATE_SECRET'],
    ['encryptionKeys', 'WHO_ENCRYPTION_KEY'],
    ['devices.secrets', 'WHO_DEVICE_SECRET'],
  ])('names a variable that belongs to %s', (option, variable) => {
    expect(() => check('', option)).toThrow(`process.env['${variable}']`);
  });

  it('has nobody make up what another side has given', () => {
    const refuse = (): void => checkSecret('@who/plugin-hello', 'bindPassword', '', 'given');
    expect(refuse).toThrow(/"bindPassword" must have a secret.*variable set\?.*from the environment/);
    expect(refuse).not.toThrow(/openssl|WHO_SECRET/);
    expect(() => checkSecret('@who/plugin-hello', 'bindPassword', ['mine', 'change me'], 'given')).toThrow(
      /documentation.*from the environment\.$/,
    );
  });

  it.each<unknown>([
    'change me: a long random text',
    'change me: another long random text',
    'a secret of at least thirty-two bytes',
    'at least thirty-two random characters',
    'a long and random secret, 32 bytes',
    'a long random text',
    'Change-Me',
    'CHANGE_ME: a long  random text',
    Buffer.from('a secret of at least 32 bytes'),
    ['mine', 'change me'],
  ])('refuses what everybody can read, without repeating it: %s', (value) => {
    expect(() => check(value)).toThrow(/"secrets" must not.*documentation.*openssl rand.*WHO_SECRET/);
    expect(() => check(value)).not.toThrow(String([value].flat().at(-1)));
  });
});
