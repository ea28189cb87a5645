import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@who/core';
import { afterAll, describe, expect, it } from 'vitest';
import { idpSource } from '../src/metadata/idp-source.js';
import { readMetadata } from '../src/metadata/read-metadata.js';
import { parseXml } from '../src/xml/xml.js';
import { makeKeyPair } from './idp/certificate.js';
import { IDP, idpKeys, idpMetadata, LOGOUT, type MetadataSays, otherKeys, SIGN_ON } from './idp/idp.js';
import { startIdp } from './idp/server.js';
import { signElement } from './idp/sign.js';
import { browserAt, clock, signIn, site } from './site.js';

const folder = mkdtempSync(join(tmpdir(), 'who-saml-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (xml: string, entityId?: string) => readMetadata(parseXml(xml, { allowsComments: true }), entityId);
const both = (...entities: readonly string[]): string =>
  `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${entities.join('')}</EntitiesDescriptor>`;

describe('metadata', () => {
  it('is read', () => {
    const metadata = read(idpMetadata());
    expect(metadata).toMatchObject({
      entityId: IDP,
      signOn: { redirect: SIGN_ON, post: SIGN_ON },
      logout: { redirect: LOGOUT, post: LOGOUT },
      logoutAnswers: { redirect: LOGOUT },
      wantsRequestsSigned: false,
      scopes: undefined,
      validUntilMs: undefined,
    });
    expect(metadata.certificates.map((pem) => pem.replace(/\s/g, ''))).toEqual([
      idpKeys.certificate.replace(/\s/g, ''),
    ]);
  });

  it('may have several keys, and keys that cannot be used', () => {
    const ec = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const { certificates } = read(idpMetadata({ certificates: [idpKeys.certificate, ec, otherKeys.certificate] }));
    expect(certificates).toHaveLength(2);
    const encryption = idpMetadata().replace('use="signing"', 'use="encryption"');
    expect(() => read(encryption)).toThrow('no certificate');
    expect(read(idpMetadata().replace(' use="signing"', '')).certificates).toHaveLength(1);
    const short = makeKeyPair('short.example.test', 1024);
    expect(() => read(idpMetadata({ certificates: [short.certificate] }))).toThrow('no certificate');
  });

  it('may have several identity providers', () => {
    const xml = both(idpMetadata(), both(idpMetadata({ entityId: 'urn:second' })));
    expect(read(xml, 'urn:second').entityId).toBe('urn:second');
    expect(() => read(xml)).toThrow('several');
    expect(() => read(xml, 'urn:third')).toThrow('no "urn:third"');
    expect(() => read(both(idpMetadata(), idpMetadata()), IDP)).toThrow('several');
    expect(() => read(both())).toThrow('no identity provider');
  });

  it('counts for as long as all that is around it', () => {
    const inner = idpMetadata({ more: ' validUntil="2031-01-01T00:00:00Z"' });
    expect(read(inner).validUntilMs).toBe(Date.UTC(2031, 0));
    expect(read(both(inner).replace(' xmlns', ' validUntil="2030-01-01T00:00:00Z" xmlns')).validUntilMs).toBe(
      Date.UTC(2030, 0),
    );
  });

  it('has scopes, but none by an expression', () => {
    const scope = (text: string, regexp: boolean): string =>
      `<shibmd:Scope xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" regexp="${regexp}">${text}</shibmd:Scope>`;
    const extensions = `<Extensions>${scope('Example.org', false)}${scope('.*', true)}</Extensions>`;
    expect(read(idpMetadata({ extensions })).scopes).toEqual(['example.org']);
    const onlyExpressions = `<Extensions>${scope('.*', true)}</Extensions>`;
    expect(read(idpMetadata({ extensions: onlyExpressions })).scopes).toEqual([]);
  });

  it.each<[string, MetadataSays]>([
    ['no address', { bindings: ['SOAP'] }],
    ['an address that is a script', { signOnUrl: 'javascript:alert(1)' }],
    ['no certificate', { certificates: [] }],
    ['no name', { entityId: '' }],
  ])('with %s is refused', (_, says) => {
    expect(() => read(idpMetadata(says))).toThrow(/It has/);
  });
});

const silent: Logger = { debug() {}, warn() {}, error() {} };
const at = (nowMs = Date.now()) => ({ now: () => nowMs, logger: silent });

describe('a source of metadata', () => {
  const common = {
    entityId: undefined,
    signers: [],
    legacy: new Set<never>(),
    reloadSeconds: 60,
    unavailable: (reason: string) => new Error(`unavailable ${reason}`),
  };

  it('says in words what cannot be read', () => {
    const odd = idpMetadata({ more: ' validUntil="soon"' });
    expect(() => idpSource({ ...common, source: odd })).toThrow('cannot be used: its validUntil is no time.');
    expect(() => idpSource({ ...common, source: '<a>' })).toThrow('cannot be used: it is not well-formed XML.');
  });

  it('refuses what is not signed as it has to be', () => {
    const signers = [idpKeys.certificate];
    const signed = signElement(idpMetadata(), 'EntityDescriptor', idpKeys);
    const make = (source: string) => idpSource({ ...common, signers, source });
    expect(make(signed).get(at())).toMatchObject({ entityId: IDP });
    expect(make(`<?xml version="1.0"?><!-- a comment -->${signed}`).get(at())).toMatchObject({ entityId: IDP });
    expect(() => make(idpMetadata())).toThrow('it is not signed');
    expect(() => make(signElement(idpMetadata(), 'EntityDescriptor', otherKeys))).toThrow('of others');
    expect(() => make(signed.replace(SIGN_ON, 'https://evil.example.org/'))).toThrow('of others');
    expect(() => make(`<!DOCTYPE x>${signed}`)).toThrow('DOCTYPE');
  });

  it('is nothing when it is no longer valid', async () => {
    const source = idpMetadata({ more: ' validUntil="2030-01-01T00:00:00Z"' });
    const idp = idpSource({ ...common, source });
    expect(idp.get(at(Date.UTC(2029, 11)))).toMatchObject({ entityId: IDP });
    expect(() => idp.get(at(Date.UTC(2030, 0)))).toThrow('It was good until 2030-01-01T00:00:00.000Z.');
  });

  it('may be a file that changes', async () => {
    const file = join(folder, 'idp.xml');
    writeFileSync(file, idpMetadata());
    const idp = idpSource({ ...common, source: { file } });
    expect(await idp.get(at(0))).toMatchObject({ entityId: IDP });
    writeFileSync(file, idpMetadata({ entityId: 'urn:changed' }));
    await idp.get(at(61_000));
    await idp.renew(at(70_000));
    expect(await idp.get(at(70_000))).toMatchObject({ entityId: 'urn:changed' });
    writeFileSync(file, '<x/>');
    await idp.renew(at(80_000));
    expect(await idp.get(at(80_000))).toMatchObject({ entityId: 'urn:changed' });
  });
});

describe('metadata by URL', () => {
  it('is asked for once more where a key is not known, and not too often', async () => {
    await using idp = await startIdp();
    await using app = await site(idp);
    expect((await signIn(browserAt(app))).status).toBe(200);
    expect(idp.asked).toBe(1);

    const next = makeKeyPair();
    idp.spoil = (xml) => signElement(xml.replace(/<ds:Signature\b[\s\S]*<\/ds:Signature>/, ''), 'Assertion', next);
    expect((await signIn(browserAt(app))).body).toContain('SAML_RESPONSE_REJECTED');
    clock.aheadMs += 6000;
    idp.metadata = { certificates: [idpKeys.certificate, next.certificate] };
    expect((await signIn(browserAt(app))).status).toBe(200);
    const { asked } = idp;
    idp.spoil = (xml) => xml.replace('alice@', 'mallory@');
    expect((await signIn(browserAt(app))).body).toContain('SAML_RESPONSE_REJECTED');
    expect((await signIn(browserAt(app))).body).toContain('SAML_RESPONSE_REJECTED');
    expect(idp.asked).toBe(asked);
  });

  it('that cannot be had is 503 with a code, and a gateway shows the page', async () => {
    await using idp = await startIdp();
    await using app = await site(
      { entityId: `${idp.url}/` },
      { options: { policies: [{ path: '/open', ask: 'gateway' }] } },
    );
    const page = await browserAt(app).get('/private');
    expect(page.status).toBe(503);
    expect(page.body).toContain('SAML_UNAVAILABLE');
    expect((await browserAt(app).get('/open')).body).toBe('nobody');
  });
});
