import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startIdp } from './idp/server.js';
import { browserAt, ownKeys, site } from './site.js';

describe('the own metadata', () => {
  it('is shown at its path', async () => {
    await using idp = await startIdp();
    await using app = await site(idp, {
      options: {
        decryptionKeys: [ownKeys.key],
        encryptionCertificate: ownKeys.certificate,
        nameIdFormat: 'persistent',
      },
    });
    const page = await browserAt(app).get('/login/saml/metadata');
    expect([page.status, page.header('content-type')]).toEqual([200, 'application/samlmetadata+xml']);
    expect(page.body).toBe(app.plugin.metadata(app.url));
    const certificate = new X509Certificate(ownKeys.certificate).raw.toString('base64');
    expect(page.body.replaceAll(certificate, 'CERTIFICATE').replaceAll(app.url, 'URL')).toMatchSnapshot();
  });

  it('has no single logout where there are no sessions, and no key where there is none', async () => {
    await using idp = await startIdp();
    await using app = await site(idp, { options: { privateKey: undefined, certificates: undefined } });
    const xml = app.plugin.metadata('https://app.example.org');
    expect(xml).not.toMatch(/SingleLogoutService|KeyDescriptor/);
    expect(xml).toContain('entityID="https://app.example.org/login/saml/metadata"');
  });
});
