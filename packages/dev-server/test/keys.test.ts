import { createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificate, makeSigningKey } from '../src/index.js';
import { objectId, octetString } from '../src/keys/der.js';

describe('certificates', () => {
  it('of a server are of an authority that signs nothing else', () => {
    const { ca, cert } = makeCertificate('a server', Date.UTC(2026, 0, 1));
    const [authority, own] = [new X509Certificate(ca), new X509Certificate(cert)];
    expect([authority.subject, own.subject]).toEqual(['CN=a server: authority', 'CN=a server']);
    expect([authority.ca, own.ca]).toEqual([true, false]);
    expect([own.checkIssued(authority), own.verify(authority.publicKey)]).toEqual([true, true]);
    expect([own.validFrom, own.validTo]).toEqual(['Dec 31 00:00:00 2025 GMT', 'Jan  1 00:00:00 2027 GMT']);
    expect([own.checkHost('localhost'), own.checkIP('127.0.0.1'), own.checkIP('::1')]).toEqual([
      'localhost',
      '127.0.0.1',
      '::1',
    ]);
    expect(own.checkHost('example.org')).toBeUndefined();
  });

  it('of a signing key are its own', async () => {
    const { key, certificate } = await makeSigningKey('Zoë', Date.UTC(2026, 0, 1));
    const own = new X509Certificate(certificate);
    expect([own.subject, own.issuer]).toEqual(['CN=Zoë', 'CN=Zoë']);
    expect(own.verify(own.publicKey)).toBe(true);
    expect(own.publicKey.equals(createPublicKey(key))).toBe(true);
  });
});

describe('DER', () => {
  it('writes lengths and object identifiers', () => {
    expect(octetString(Buffer.alloc(127)).subarray(0, 2)).toEqual(Buffer.of(0x04, 0x7f));
    expect(octetString(Buffer.alloc(201)).subarray(0, 3)).toEqual(Buffer.of(0x04, 0x81, 0xc9));
    expect(octetString(Buffer.alloc(0x1234)).subarray(0, 4)).toEqual(Buffer.of(0x04, 0x82, 0x12, 0x34));
    // RFC 8017's rsaEncryption, as every certificate with an RSA key has it.
    expect(objectId('1.2.840.113549.1.1.1').toString('hex')).toBe('06092a864886f70d010101');
  });
});
