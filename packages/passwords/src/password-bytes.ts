import type { PasswordsSettings } from './options.js';

/** The bytes of a password in memory of their own; `undefined` for one that matches nothing. */
export function passwordBytes(
  password: unknown,
  { maxPasswordBytes, allowEmptyPasswords }: PasswordsSettings,
): Uint8Array | undefined {
  // Nothing else goes along to another thread, and nobody changes them meanwhile.
  const bytes = typeof password === 'string' ? textBytes(password, maxPasswordBytes) : ownBytes(password);
  if (!bytes || bytes.length > maxPasswordBytes) return undefined;
  return bytes.length > 0 || allowEmptyPasswords ? bytes : undefined;
}

function textBytes(text: string, max: number): Uint8Array | undefined {
  // All lone surrogates would be the same U+FFFD.
  return text.length > max || LONE_SURROGATE.test(text) ? undefined : utf8.encode(text);
}

/** An application may have passed on what a JSON body held. */
const ownBytes = (value: unknown) => (value instanceof Uint8Array ? Uint8Array.from(value) : undefined);

const utf8 = new TextEncoder();
const LONE_SURROGATE = /\p{Surrogate}/u;
