import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { badOption } from '@who/core';
import { PACKAGE } from '../errors.js';

/** The kinds of keys that mod_auth_pubtkt knows. */
export type PubtktKeyType = 'rsa' | 'dsa';

/**
 * The public keys in a text of PEM blocks, one or more.
 *
 * @throws {WhoError} BAD_OPTION; nothing of the text gets into it
 */
export function publicKeysIn(text: string, types: readonly PubtktKeyType[]): readonly KeyObject[] {
  const option = 'publicKeys';
  if (text.includes('PRIVATE KEY-----')) {
    throw badOption(
      PACKAGE,
      option,
      'has a private key, which belongs to the login server alone: give its public half.',
    );
  }
  const blocks = text.match(/-----BEGIN (?:RSA )?PUBLIC KEY-----[^-]*-----END (?:RSA )?PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0) throw badOption(PACKAGE, option, 'has a text without "-----BEGIN PUBLIC KEY-----".');
  if (blocks.length > MAX_KEYS) throw badOption(PACKAGE, option, `has more than ${MAX_KEYS} keys in a text.`);
  return blocks.map((block) => checked(option, () => createPublicKey(block), types));
}

/**
 * The private key in a text.
 *
 * @throws {WhoError} BAD_OPTION; nothing of the text gets into it
 */
export function privateKeyIn(text: string, types: readonly PubtktKeyType[]): KeyObject {
  const option = 'signing.privateKey';
  checked(option, () => createPublicKey(createPrivateKey(text)), types);
  return createPrivateKey(text);
}

/** Whether a key is shorter than is asked for today. */
export function isShort({ asymmetricKeyDetails: { modulusLength = 0 } = {} }: KeyObject): boolean {
  return modulusLength < GOOD_BITS;
}

function checked(option: string, parse: () => KeyObject, types: readonly PubtktKeyType[]): KeyObject {
  const key = parsed(option, parse);
  const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength = 0 } = {} } = key;
  const problem = (): string | undefined => {
    if (type !== 'rsa' && type !== 'dsa') return `has a key that is neither RSA nor DSA, but ${type}.`;
    if (!types.includes(type)) return `has a key of a kind that "keyTypes" does not name: ${type}.`;
    if (modulusLength < LEAST_BITS) return `has a key of less than ${LEAST_BITS} bits, which anybody can break.`;
    const digest = createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    return PUBLISHED.has(digest) ? "has a key of mod_auth_pubtkt's examples: everybody can sign with it." : undefined;
  };
  const found = problem();
  if (found !== undefined) throw badOption(PACKAGE, option, found);
  return key;
}

function parsed(option: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    // What OpenSSL says is of no help, and may have something of the key in it.
    throw badOption(
      PACKAGE,
      option,
      'has a key that cannot be read: is it complete, in PEM, and without a passphrase?',
    );
  }
}

const MAX_KEYS = 8;
const LEAST_BITS = 1024;
const GOOD_BITS = 2048;

/** SHA-256 of the public keys (SPKI) whose private halves lie beside them in mod_auth_pubtkt's examples. */
const PUBLISHED: ReadonlySet<string> = new Set([
  '5cfb350b3754bbdea12c715da388dd71c043928b17d4b4827ab24257540a968c',
  'd8e913380746437d059ebc3d27935be74e2d14c937920fa45b9a14b097969681',
  '06019e28584b40842bf534a91070439564dafb5636cd434237cbb587af0fc869',
]);
