import type { PasswordsSettings } from './options.js';

/** The bytes of a password in memory of their own; `undefined` for one that matches nothing. */
export function passwordBytes(
  password: unknown,
  { maxPasswordBytes, allowEmptyPasswords, normalization }: PasswordsSettings,
): Uint8Array | undefined {
  // Nothing else goes along to another thread, and nobody changes them meanwhile.
  const bytes =
    typeof password === 'string' ? textBytes(password, maxPasswordBytes, normalization) : ownBytes(password);
  if (!bytes || bytes.length > maxPasswordBytes) return undefined;
  return bytes.length > 0 || allowEmptyPasswords ? bytes : undefined;
}

function textBytes(
  text: string,
  maxBytes: number,
  normalization: PasswordsSettings['normalization'],
): Uint8Array | undefined {
  // All lone surrogates would be the same U+FFFD. What is longer than it may be does not get shorter.
  if (text.length > MAX_GROWTH * maxBytes || LONE_SURROGATE.test(text)) return undefined;
  switch (normalization) {
    case 'none':
      return utf8.encode(text);
    case 'NFC':
    case 'NFKC':
      return utf8.encode(text.normalize(normalization));
    case 'OpaqueString':
      return CONTROL.test(text) ? undefined : utf8.encode(text.replace(SPACES, ' ').normalize('NFC'));
  }
}

/** An application may have passed on what a JSON body held. */
const ownBytes = (value: unknown) => (value instanceof Uint8Array ? Uint8Array.from(value) : undefined);

const utf8 = new TextEncoder();
const LONE_SURROGATE = /\p{Surrogate}/u;
const CONTROL = /\p{Cc}/u;
const SPACES = /\p{Zs}/gu;
/** Several characters may become one when they are normalised. */
const MAX_GROWTH = 4;
