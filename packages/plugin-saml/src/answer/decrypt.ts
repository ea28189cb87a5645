import { decrypt } from 'xml-encryption';
import { PROTOCOL } from '../saml-names.js';

/**
 * A response that nobody has signed, with its encrypted assertion opened: what it says has to be signed inside.
 *
 * @param key PEM
 * @returns nothing where the key is not the right one
 */
export async function opened(text: string, key: string): Promise<string | undefined> {
  const assertion = await new Promise<string | undefined>((resolve) => {
    decrypt(text, { key, warnInsecureAlgorithm: false }, (error, plain) => resolve(error ? undefined : plain));
  });
  if (assertion === undefined) return undefined;
  const bare = assertion.replace(/^\ufeff?<\?xml[^<>]*\?>\s*/, '');
  return `<samlp:Response xmlns:samlp="${PROTOCOL}"><samlp:Status/>${bare}</samlp:Response>`;
}
