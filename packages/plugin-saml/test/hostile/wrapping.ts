import { idpKeys, nameId, responseXml, signedResponse } from '../idp/idp.js';
import { signElement } from '../idp/sign.js';

/** Pieces of a signed message from which others are put together. */
interface Pieces {
  /** The whole, genuine. */
  readonly xml: string;
  readonly assertion: string;
  /** The assertion without its signature. */
  readonly bare: string;
  readonly signature: string;
  /** An assertion about somebody else that nobody has signed. */
  readonly evil: string;
}

const MALLORY = nameId('mallory@example.org');

function pieces(): Pieces {
  const xml = signedResponse({ assertionId: '_genuine' });
  const assertion = match(xml, /<saml:Assertion\b[\s\S]*<\/saml:Assertion>/);
  const signature = match(assertion, /<ds:Signature\b[\s\S]*<\/ds:Signature>/);
  const evil = match(
    responseXml({ assertionId: '_evil', nameId: MALLORY }),
    /<saml:Assertion\b[\s\S]*<\/saml:Assertion>/,
  );
  return { xml, assertion, bare: assertion.replace(signature, ''), signature, evil };
}

function match(text: string, pattern: RegExp): string {
  const [found] = pattern.exec(text) ?? [];
  if (found === undefined) throw new Error(`There is no ${pattern}.`);
  return found;
}

const before = (xml: string, tag: string, added: string): string => xml.replace(tag, () => added + tag);
const inside = (xml: string, added: string): string =>
  xml.replace('</saml:Assertion>', () => `${added}</saml:Assertion>`);
const withSignature = (evil: string, signature: string): string =>
  evil.replace('</saml:Issuer>', () => `</saml:Issuer>${signature}`);
const inObject = (signature: string, content: string): string =>
  signature.replace('</ds:Signature>', () => `<ds:Object>${content}</ds:Object></ds:Signature>`);

/** Wrappings of a signed assertion: the genuine one is somewhere, another one is where it would be looked for. */
export function wrappedAssertions(): Readonly<Record<string, string>> {
  const { xml, assertion, bare, signature, evil } = pieces();
  const replaced = (by: string): string => xml.replace(assertion, () => by);
  const sameId = evil.replace('_evil', '_genuine');
  return {
    'another one before it': replaced(evil + assertion),
    'another one behind it': replaced(assertion + evil),
    'it inside of another one': replaced(inside(evil, assertion)),
    'it inside of another one that has the signature': replaced(inside(withSignature(evil, signature), bare)),
    'it behind another one that has the signature': replaced(withSignature(evil, signature) + bare),
    'it in an object of the signature of another one': replaced(withSignature(evil, inObject(signature, bare))),
    'another one in an object of its signature': replaced(
      assertion.replace(signature, () => inObject(signature, evil)),
    ),
    'another one in extensions': before(xml, '<samlp:Status>', `<samlp:Extensions>${evil}</samlp:Extensions>`),
    'it in extensions': before(replaced(evil), '<samlp:Status>', `<samlp:Extensions>${assertion}</samlp:Extensions>`),
    'it in the status': replaced(evil).replace(
      '</samlp:Status>',
      () => `<samlp:StatusDetail>${assertion}</samlp:StatusDetail></samlp:Status>`,
    ),
    'it as advice of another one': replaced(inside(evil, `<saml:Advice>${assertion}</saml:Advice>`)),
    'another one as its advice': replaced(inside(assertion, `<saml:Advice>${evil}</saml:Advice>`)),
    'another one of the same name': replaced(sameId + assertion),
    'the signature in another one of the same name': replaced(withSignature(sameId, signature)),
    'the signature as a sibling': replaced(`${signature}${sameId}`),
    'another one of another namespace before it': replaced(
      evil
        .replace('<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"', '<Assertion xmlns="urn:x"')
        .replace('</saml:Assertion>', '</Assertion>') + assertion,
    ),
    'another response around it': xml
      .replace(
        '<samlp:Response',
        '<samlp:Response ID="_outer" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><samlp:Response',
      )
      .replace('</samlp:Response>', '</samlp:Response></samlp:Response>'),
    'two signatures of it': replaced(assertion.replace(signature, () => signature + signature)),
    'an encrypted one beside it': replaced(`${assertion}<saml:EncryptedAssertion/>`),
  };
}

/** The same with a response that is signed as a whole. */
export function wrappedResponses(): Readonly<Record<string, string>> {
  const unsigned = responseXml({ assertionId: '_genuine' });
  const xml = signElement(unsigned, 'Response', idpKeys);
  const signature = match(xml, /<ds:Signature\b[\s\S]*<\/ds:Signature>/);
  const bare = xml.replace(signature, '');
  const evil = responseXml({ assertionId: '_evil', nameId: MALLORY });
  const id = match(unsigned, /ID="[^"]*"/);
  const sameId = evil.replace(/ID="[^"]*"/, id);
  return {
    'it in an object of the signature of another one': withSignature(evil, inObject(signature, bare)),
    'it in extensions of another one': before(
      withSignature(evil, signature),
      '<samlp:Status>',
      `<samlp:Extensions>${bare}</samlp:Extensions>`,
    ),
    'the signature in another one of the same name': withSignature(sameId, signature),
    'it behind another one of the same name': sameId.replace('</samlp:Response>', () => `${xml}</samlp:Response>`),
    'another assertion': xml.replace(/<saml:Assertion\b[\s\S]*<\/saml:Assertion>/, () =>
      match(evil, /<saml:Assertion\b[\s\S]*<\/saml:Assertion>/),
    ),
    'an assertion more': xml.replace(
      '</saml:Assertion>',
      () => `</saml:Assertion>${match(evil, /<saml:Assertion\b[\s\S]*<\/saml:Assertion>/)}`,
    ),
    'the signature in the assertion': unsigned.replace(
      /<saml:Assertion\b[^>]*><saml:Issuer>[^<]*<\/saml:Issuer>/,
      (head) => head + signature,
    ),
  };
}
