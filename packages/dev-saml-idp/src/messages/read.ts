import { inflateRawSync } from 'node:zlib';
import { SaxesParser } from 'saxes';

/** A message of an application, as far as it is looked at. Its signature is not: this is no server to rely on. */
export interface Message {
  /** `AuthnRequest`, `LogoutRequest`, `LogoutResponse`. */
  readonly name: string;
  readonly id: string;
  readonly issuer: string;
  /** The value of an attribute of the root. */
  readonly attribute: (name: string) => string | undefined;
}

/** @returns nothing of what is no message of SAML 2.0 */
export function readMessage(packed: string, isDeflated: boolean): Message | undefined {
  try {
    const bytes = Buffer.from(packed, 'base64');
    return parsed((isDeflated ? inflateRawSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes).toString());
  } catch {
    return undefined;
  }
}

function parsed(xml: string): Message | undefined {
  const parser = new SaxesParser({ xmlns: true });
  const open: string[] = [];
  let root: Omit<Message, 'issuer'> | undefined;
  let issuer = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('It has a DOCTYPE.');
  });
  parser.on('opentag', ({ local, attributes }) => {
    const attribute = (name: string): string | undefined => attributes[name]?.value;
    root ??= { name: local, id: attribute('ID') ?? '', attribute };
    open.push(local);
  });
  parser.on('text', (text) => {
    if (open.length === 2 && open[1] === 'Issuer') issuer += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return root && { ...root, issuer: issuer.trim() };
}

const MAX_BYTES = 65_536;
