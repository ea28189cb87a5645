import { describe, expect, it } from 'vitest';
import { outcomeOf, type ReadingOptions } from '../answer-support.js';
import { makeKeyPair } from '../idp/certificate.js';
import { idpKeys, nameId, otherKeys, responseXml, STATUS, signedResponse } from '../idp/idp.js';
import { encryptAssertion, signElement } from '../idp/sign.js';

const ALICE = 'user alice@example.org';
const SHA1 = 'http://www.w3.org/2000/09/xmldsig#';
const ENCRYPTION = 'http://www.w3.org/2001/04/xmlenc#';
const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const ENVELOPED = `${SHA1}enveloped-signature`;
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

describe('signatures', () => {
  const good = signedResponse();
  const refused: Readonly<Record<string, readonly [xml: string, code: string, options?: ReadingOptions]>> = {
    'none at all': [responseXml(), 'SAML_UNSIGNED'],
    'of somebody else': [signElement(responseXml(), 'Assertion', otherKeys), 'SAML_NOT_GENUINE'],
    'of somebody else over a genuine one': [signElement(good, 'Response', otherKeys), 'SAML_NOT_GENUINE'],
    'of the identity provider over one of somebody else': [
      signElement(signElement(responseXml(), 'Assertion', otherKeys), 'Response', idpKeys),
      'SAML_NOT_GENUINE',
    ],
    'taken away': [good.replace(/<ds:Signature\b[\s\S]*<\/ds:Signature>/, ''), 'SAML_UNSIGNED'],
    'over other content': [good.replace('alice@', 'mallory@'), 'SAML_NOT_GENUINE'],
    'with SHA-1': [
      signElement(responseXml(), 'Assertion', idpKeys, { signatureAlgorithm: `${SHA1}rsa-sha1` }),
      'SAML_UNSIGNED',
    ],
    'over a digest with SHA-1': [
      signElement(responseXml(), 'Assertion', idpKeys, { digestAlgorithm: `${SHA1}sha1` }),
      'SAML_UNSIGNED',
    ],
    'said to be HMAC': [good.replace('xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'), 'SAML_UNSIGNED'],
    'with inclusive canonicalization': [
      signElement(responseXml(), 'Assertion', idpKeys, { canonicalizationAlgorithm: INCLUSIVE }),
      'SAML_UNSIGNED',
    ],
    'with one transform': [
      signElement(responseXml(), 'Assertion', idpKeys, { transforms: [ENVELOPED] }),
      'SAML_UNSIGNED',
    ],
    'with three transforms': [
      signElement(responseXml(), 'Assertion', idpKeys, { transforms: [ENVELOPED, EXCLUSIVE, EXCLUSIVE] }),
      'SAML_UNSIGNED',
    ],
    'with a transform by XPath': [
      good.replace(EXCLUSIVE, 'http://www.w3.org/TR/1999/REC-xpath-19991116'),
      'SAML_UNSIGNED',
    ],
    'about the whole document': [good.replace(/URI="#[^"]*"/, 'URI=""'), 'SAML_UNSIGNED'],
    'about nothing': [good.replace(/ URI="#[^"]*"/, ''), 'SAML_UNSIGNED'],
    'about two things': [
      good.replace(/<ds:Reference[\s\S]*<\/ds:Reference>/, (reference) => reference + reference),
      'SAML_MALFORMED',
    ],
    'about a failure, without one': [good.replace(`${STATUS}Success"/>`, `${STATUS}Responder"/>`), 'failure Responder'],
  };

  it.each(Object.entries(refused))('%s', async (_, [xml, code, options]) => {
    expect(await outcomeOf(xml, options)).toBe(code);
  });

  it('are taken with SHA-1 where that is asked for', async () => {
    const xml = signElement(responseXml(), 'Assertion', idpKeys, {
      signatureAlgorithm: `${SHA1}rsa-sha1`,
      digestAlgorithm: `${SHA1}sha1`,
    });
    expect(await outcomeOf(xml, { legacy: ['sha1'] })).toBe(ALICE);
  });

  it('are taken of each key in the metadata', async () => {
    expect(await outcomeOf(good, { certificates: [otherKeys.certificate, idpKeys.certificate] })).toBe(ALICE);
  });

  it('are not taken of the certificate that they bring along', async () => {
    const xml = signElement(responseXml({ nameId: nameId('mallory') }), 'Assertion', otherKeys);
    expect(xml).toContain('X509Certificate');
    expect(await outcomeOf(xml)).toBe('SAML_NOT_GENUINE');
  });
});

describe('encryption', () => {
  const keys = makeKeyPair();
  const decryptionKeys = [keys.key];
  const cbc = { cipher: `${ENCRYPTION}aes128-cbc` };

  it('makes nobody genuine', async () => {
    const xml = await encryptAssertion(responseXml(), keys.certificate);
    expect(await outcomeOf(xml, { decryptionKeys })).toBe('SAML_NOT_GENUINE');
    const other = await encryptAssertion(signElement(responseXml(), 'Assertion', otherKeys), keys.certificate);
    expect(await outcomeOf(other, { decryptionKeys })).toBe('SAML_NOT_GENUINE');
  });

  it('may be inside of a signed response', async () => {
    const xml = signElement(await encryptAssertion(responseXml(), keys.certificate), 'Response', idpKeys);
    expect(await outcomeOf(xml, { decryptionKeys })).toBe(ALICE);
    expect(await outcomeOf(xml.replace('Destination=', 'Consent="" Destination='), { decryptionKeys })).toBe(
      'SAML_NOT_GENUINE',
    );
  });

  it('hides no weak signature', async () => {
    const weak = signElement(responseXml(), 'Assertion', idpKeys, { signatureAlgorithm: `${SHA1}rsa-sha1` });
    const xml = await encryptAssertion(weak, keys.certificate);
    expect(await outcomeOf(xml, { decryptionKeys })).toBe('SAML_NOT_GENUINE');
    expect(await outcomeOf(xml, { decryptionKeys, legacy: ['sha1'] })).toBe(ALICE);
  });

  it('hides no comment', async () => {
    const said = responseXml({ nameId: nameId('alice<!-- -->@example.org') });
    const inside = await encryptAssertion(signElement(said, 'Assertion', idpKeys), keys.certificate);
    expect(await outcomeOf(inside, { decryptionKeys })).toBe('SAML_NOT_GENUINE');
    const around = signElement(await encryptAssertion(said, keys.certificate), 'Response', idpKeys);
    expect(await outcomeOf(around, { decryptionKeys })).toBe('SAML_MALFORMED');
  });

  it('by CBC is taken only in what is signed outside', async () => {
    const xml = await encryptAssertion(signedResponse(), keys.certificate, cbc);
    expect(await outcomeOf(xml, { decryptionKeys })).toBe('SAML_UNSIGNED');
    expect(await outcomeOf(xml, { decryptionKeys, legacy: ['aes-cbc'] })).toBe(ALICE);
    expect(await outcomeOf(signElement(xml, 'Response', idpKeys), { decryptionKeys })).toBe(ALICE);
  });

  it('of the key by RSA 1.5 is taken only where that is asked for', async () => {
    const xml = await encryptAssertion(signedResponse(), keys.certificate, { keyCipher: `${ENCRYPTION}rsa-1_5` });
    expect(await outcomeOf(xml, { decryptionKeys })).toBe('SAML_UNSIGNED');
  });
});
