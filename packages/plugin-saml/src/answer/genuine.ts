import { SAML, type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import type { XmlElement } from '@who/sso';
import { SamlRefusal } from '../refusal.js';
import { parseXml } from '../xml/xml.js';
import type { LegacyAlgorithm } from './algorithms.js';
import { opened } from './decrypt.js';
import { type ResponseShape, shapeOf } from './shape.js';

/** Whose signatures count, and what decrypts. PEM. */
export interface Keys {
  readonly certificates: readonly string[];
  readonly decryptionKeys: readonly string[];
  readonly legacy: ReadonlySet<LegacyAlgorithm>;
}

/**
 * Has the library find out whether a response is genuine: all that says something here is in the bytes that it gives
 * back, which are those that were signed.
 *
 * @param text the document that the shape is of
 * @returns the assertion
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export async function genuineAssertion(text: string, shape: ResponseShape, keys: Keys): Promise<XmlElement> {
  const found = shape.assertion
    ? await signedAssertion(text, shape, keys)
    : await firstOf(keys.decryptionKeys, (key) =>
        shape.isResponseSigned ? signedAssertion(text, shape, keys, key) : signedInside(text, keys, key),
      );
  if (found) return found;
  throw new SamlRefusal('SAML_NOT_GENUINE');
}

async function firstOf<T>(
  keys: readonly string[],
  look: (key: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const key of keys) {
    const found = await look(key);
    if (found) return found;
  }
  return undefined;
}

/** Whatever is wrong with what was encrypted is said in the same way: by what is said, it could be read bit by bit. */
async function signedInside(text: string, keys: Keys, key: string): Promise<XmlElement | undefined> {
  const plain = await opened(text, key);
  if (plain === undefined) return undefined;
  try {
    const shape = shapeOf(parseXml(plain), keys.legacy);
    return shape.assertion && (await signedAssertion(plain, shape, keys));
  } catch (error) {
    if (error instanceof SamlRefusal) return undefined;
    throw error;
  }
}

/** The library says no by errors whose messages quote the response, so they end here. */
async function signedAssertion(
  text: string,
  { assertion, isResponseSigned, isAssertionSigned }: ResponseShape,
  { certificates }: Keys,
  decryptionPvk?: string,
): Promise<XmlElement | undefined> {
  const library = new SAML({
    ...CHECKED_HERE,
    idpCert: [...certificates],
    ...(decryptionPvk !== undefined && { decryptionPvk }),
    // Every signature that is there has to be good, and there has to be one.
    wantAuthnResponseSigned: isResponseSigned,
    wantAssertionsSigned: isAssertionSigned || !isResponseSigned,
  });
  let signed: string | undefined;
  try {
    const message = { SAMLResponse: Buffer.from(text).toString('base64') };
    const { profile } = await library.validatePostResponseAsync(message);
    signed = profile?.getAssertionXml?.();
  } catch {
    return undefined;
  }
  if (signed === undefined) return undefined;
  const found = parseXml(signed);
  return assertion && found.attribute('ID') !== assertion.attribute('ID') ? undefined : found;
}

/** What is looked at here, with the engine's clock, in what the library says was signed. */
const CHECKED_HERE = {
  issuer: 'unused',
  callbackUrl: 'unused:',
  audience: false,
  acceptedClockSkewMs: -1,
  validateInResponseTo: ValidateInResponseTo.never,
  // Its own would be another one for each answer.
  cacheProvider: { saveAsync: async () => null, getAsync: async () => null, removeAsync: async () => null },
} as const satisfies Partial<SamlConfig>;
