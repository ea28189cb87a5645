import { describe, expect, it } from 'vitest';
import { outcomeOf } from './answer-support.js';
import { makeKeyPair } from './idp/certificate.js';
import { idpKeys, otherKeys, responseXml, signedResponse } from './idp/idp.js';
import { encryptAssertion, signElement } from './idp/sign.js';

const ALICE = 'user alice@example.org';

describe('a response', () => {
  it('signs in with its assertion signed', async () => {
    expect(await outcomeOf(signedResponse())).toBe(ALICE);
  });

  it('signs in with itself signed', async () => {
    expect(await outcomeOf(signElement(responseXml(), 'Response', idpKeys))).toBe(ALICE);
  });

  it('signs in with both signed', async () => {
    expect(await outcomeOf(signElement(signedResponse(), 'Response', idpKeys))).toBe(ALICE);
  });

  it('signs in with its assertion encrypted', async () => {
    const keys = makeKeyPair();
    const xml = await encryptAssertion(signedResponse(), keys.certificate);
    expect(await outcomeOf(xml, { decryptionKeys: [otherKeys.key, keys.key] })).toBe(ALICE);
    expect(await outcomeOf(xml, { decryptionKeys: [otherKeys.key] })).toBe('SAML_NOT_GENUINE');
    expect(await outcomeOf(xml)).toBe('SAML_NOT_GENUINE');
  });
});
