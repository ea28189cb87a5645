import { badOption } from '@who/core';

/**
 * Refuses a secret that protects nothing: none at all, as when an environment variable is not set, and one that stands
 * in documentation for everybody to read. How long it has to be is for the plugin to say.
 *
 * @param plugin the package, e.g. `@who/plugin-auth-tkt`
 * @param value a text, bytes, or a list of these, each of which is checked; nothing of it gets into the error
 * @param source `own`: the operator makes it up; `given`: another side has given it, a directory for instance
 * @throws {WhoError} BAD_OPTION
 * @example
 * checkSecret('@who/plugin-hello', 'secrets', process.env['WHO_SECRET']);
 */
export function checkSecret(plugin: string, option: string, value: unknown, source: 'own' | 'given' = 'own'): void {
  if (Array.isArray(value)) {
    for (const one of value) checkSecret(plugin, option, one, source);
    return;
  }
  const how = source === 'given' ? GIVEN : howToMake(option);
  if (!isThere(value)) {
    throw badOption(plugin, option, `must have a secret, and it is empty or missing: is its variable set? ${how}`);
  }
  const text = typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
  if (PRINTED.has(text.toLowerCase().replace(/[\s_-]+/g, ' '))) {
    throw badOption(plugin, option, `must not have a secret out of the documentation: everybody knows it. ${how}`);
  }
}

function isThere(value: unknown): value is string | Uint8Array {
  return (typeof value === 'string' || value instanceof Uint8Array) && value.length > 0;
}

const howToMake = (option: string): string =>
  // As many bytes as keys of ciphers have, which no other secret minds.
  'Make one with: openssl rand -base64 32 (or: node -p "crypto.randomBytes(32).toString(\'base64\')"), keep it out of ' +
  `the source, and read it from the environment: process.env['${variableFor(option)}'].`;

const GIVEN = 'Keep it out of the source, and read it from the environment.';

/** A variable that belongs to an option: `WHO_SECRET` to `secrets`, `WHO_STATE_SECRET` to `stateSecrets`. */
function variableFor(option: string): string {
  const words = option.split(/\.|(?=[A-Z])/).map((word) => word.toUpperCase().replace(/S$/, ''));
  return ['WHO', ...words].join('_');
}

/** Secrets that documentation has shown or might have, with one blank for every blank, `-` and `_`. */
const PRINTED: ReadonlySet<string> = new Set([
  'change me',
  'changeme',
  'change me: a long random text',
  'change me: another long random text',
  'a long random text',
  'another long random text',
  'a long and random secret, 32 bytes',
  'a long and random secret',
  'a secret of at least thirty two bytes',
  'a secret of at least 32 bytes',
  'at least thirty two random characters',
  'at least 32 random characters',
  'at least thirty two random bytes',
  'at least 32 random bytes',
]);
