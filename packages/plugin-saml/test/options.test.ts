import { inspect } from 'node:util';
import { ssoSessions } from '@who/sso';
import { describe, expect, it } from 'vitest';
import { type SamlOptions, saml } from '../src/index.js';
import { makeKeyPair } from './idp/certificate.js';
import { idpMetadata, otherKeys } from './idp/idp.js';
import { ownKeys, SECRET } from './site.js';

const make = (options: Partial<SamlOptions>) =>
  saml({ idpMetadata: idpMetadata(), rememberer: 'ticket', stateSecrets: [SECRET], ...options });

describe('options', () => {
  const bad: readonly (readonly [option: string, what: string, options: Record<string, unknown>])[] = [
    ['idpMetadata', 'nothing', { idpMetadata: '' }],
    ['idpMetadata', 'by plain http', { idpMetadata: 'http://idp.example.org/metadata' }],
    ['idpMetadata', 'of another kind', { idpMetadata: 'ftp://idp.example.org/metadata' }],
    ['idpMetadata', 'that is no file', { idpMetadata: '/nowhere/idp.xml' }],
    ['idpMetadata', 'that has no identity provider', { idpMetadata: '<x/>' }],
    ['idpMetadata', 'without the one that is named', { idpEntityId: 'urn:other' }],
    ['idpEntityId', 'that is empty', { idpEntityId: '' }],
    ['metadataCertificates', 'that is none', { metadataCertificates: ['x'] }],
    ['metadataReloadSeconds', 'that is nothing', { metadataReloadSeconds: 0 }],
    ['entityId', 'with a blank', { entityId: 'with a blank' }],
    ['metadataPath', 'that is none', { metadataPath: 'metadata' }],
    ['metadataPath', 'that is taken', { metadataPath: '/login/saml' }],
    ['singleLogoutPath', 'that is taken', { singleLogoutPath: '/login/saml/metadata' }],
    ['requestBinding', 'that is not known', { requestBinding: 'artifact' }],
    ['nameIdFormat', 'that is not known', { nameIdFormat: 'email' }],
    ['privateKey', 'that is none', { privateKey: 'x' }],
    ['privateKey', 'that is short', { privateKey: makeKeyPair('x', 1024).key }],
    ['certificates', 'of another key', { privateKey: ownKeys.key, certificates: [otherKeys.certificate] }],
    ['certificates', 'without a key', { certificates: [ownKeys.certificate] }],
    ['decryptionKeys', 'that are none', { decryptionKeys: [ownKeys.certificate] }],
    [
      'encryptionCertificate',
      'of another key',
      { decryptionKeys: [ownKeys.key], encryptionCertificate: otherKeys.certificate },
    ],
    ['userid', 'that is empty', { userid: '' }],
    ['attributeNames', 'that are none', { attributeNames: { x: 1 } }],
    ['authnContexts', 'that are none', { authnContexts: [] }],
    ['renew', 'that is no flag', { renew: 'yes' }],
    ['clockToleranceSeconds', 'below nothing', { clockToleranceSeconds: -1 }],
    ['legacyAlgorithms', 'that are not known', { legacyAlgorithms: ['md5'] }],
    ['rememberer', 'that is empty', { rememberer: '' }],
    ['fetch', 'that is no function', { fetch: 'x' }],
    ['idpMetadate', 'that is not known', { idpMetadate: 'x' }],
  ];

  it.each(bad)('%s %s is refused at once', (option, _, options) => {
    const message = expect.stringContaining(option);
    expect(() => make(options as Partial<SamlOptions>)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message }),
    );
  });

  it('never print a key', () => {
    const base64 = ownKeys.key.split('\n')[3] ?? '';
    const spoiled = ownKeys.key.replace(base64, `${base64.slice(1)}!`);
    try {
      make({ privateKey: spoiled });
      expect.unreachable();
    } catch (error) {
      expect(inspect(error, { depth: 10 })).not.toContain(base64.slice(1, 20));
    }
    const plugin = make({
      privateKey: ownKeys.key,
      certificates: [ownKeys.certificate],
      decryptionKeys: [ownKeys.key],
      sessions: ssoSessions(),
    });
    expect(inspect(plugin, { depth: 10, showHidden: true })).not.toContain(base64.slice(0, 20));
    expect(JSON.stringify(plugin)).not.toContain(base64.slice(0, 20));
  });
});
