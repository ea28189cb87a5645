import { createHash, generateKeyPair, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import {
  bitString,
  integer,
  nothing,
  objectId,
  octetString,
  sequence,
  set,
  tagged,
  utcTime,
  utf8String,
  yes,
} from './der.js';

/** What a server that speaks TLS needs, and what its clients have to trust. All are PEM. */
export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
  /** The certificate of the authority that signed `cert`, and will sign no other: its key is forgotten. */
  readonly ca: string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const DAYS = 365;

/**
 * Makes an authority, and a certificate of it for this machine by all its names (X.509 version 3, RFC 5280).
 *
 * @param name of the server
 */
export function makeCertificate(name: string, nowMs: number): MadeCertificate {
  const [authority, server] = [newKeys(), newKeys()];
  const common = { issuer: `${name}: authority`, issuerKeys: authority, signing: ecdsaWithSha256, nowMs };
  return {
    ca: certificate({ ...common, subject: common.issuer, keys: authority, extensions: authorityExtensions }),
    cert: certificate({ ...common, subject: name, keys: server, extensions: serverExtensions }),
    key: pem(server.privateKey),
  };
}

/** A key that signs messages, and a certificate of it that it has signed itself. Both are PEM. */
export interface SigningKey {
  readonly key: string;
  readonly certificate: string;
}

/** Makes an RSA key, off the event loop: it takes a moment. */
export async function makeSigningKey(name: string, nowMs: number): Promise<SigningKey> {
  return certify(await promisify(generateKeyPair)('rsa', { modulusLength: 2048 }), name, nowMs);
}

/** An RSA key that there is, with a certificate. */
export function certify(keys: Keys, name: string, nowMs: number): SigningKey {
  const issuer = { issuer: name, issuerKeys: keys, signing: rsaWithSha256, nowMs };
  return { key: pem(keys.privateKey), certificate: certificate({ ...issuer, subject: name, keys, extensions: [] }) };
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A pair of keys. */
export interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const newKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

const extension = (id: string, value: Buffer): Buffer => sequence(objectId(id), octetString(value));
const critical = (id: string, value: Buffer): Buffer => sequence(objectId(id), yes, octetString(value));

// RFC 5280, section 4.2.1: basicConstraints, keyUsage, extKeyUsage, subjectAltName.
const authorityExtensions = [
  critical('2.5.29.19', sequence(yes, integer(Buffer.of(0)))),
  critical('2.5.29.15', bitString(Buffer.of(0b0000_0100), 2)), // keyCertSign
];
const serverExtensions = [
  critical('2.5.29.19', sequence()),
  critical('2.5.29.15', bitString(Buffer.of(0b1000_0000), 7)), // digitalSignature
  extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))), // serverAuth
  extension(
    '2.5.29.17',
    sequence(
      tagged(0x82, Buffer.from('localhost')),
      tagged(0x87, Buffer.of(127, 0, 0, 1)),
      tagged(0x87, Buffer.concat([Buffer.alloc(15), Buffer.of(1)])), // ::1
    ),
  ),
];

// RFC 5758, section 3.2, and RFC 4055, section 5.
const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));
const rsaWithSha256 = sequence(objectId('1.2.840.113549.1.1.11'), nothing);

interface Contents {
  readonly subject: string;
  readonly keys: Keys;
  readonly issuer: string;
  readonly issuerKeys: Keys;
  /** The algorithm that these sign by. */
  readonly signing: Buffer;
  readonly extensions: readonly Buffer[];
  readonly nowMs: number;
}

function certificate({ subject, keys, issuer, issuerKeys, signing, extensions, nowMs }: Contents): string {
  const content = sequence(
    tagged(0xa0, integer(Buffer.of(2))), // version 3
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    signing,
    commonName(issuer),
    sequence(utcTime(nowMs - DAY_MS), utcTime(nowMs + DAYS * DAY_MS)),
    commonName(subject),
    publicKeyInfo(keys),
    tagged(
      0xa3,
      sequence(
        ...extensions,
        extension('2.5.29.14', octetString(keyId(keys))),
        extension('2.5.29.35', sequence(tagged(0x80, keyId(issuerKeys)))),
      ),
    ),
  );
  const signature = sign('sha256', content, issuerKeys.privateKey);
  const base64 = sequence(content, signing, bitString(signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

const commonName = (name: string): Buffer => sequence(set(sequence(objectId('2.5.4.3'), utf8String(name))));

const publicKeyInfo = ({ publicKey }: Keys): Buffer => publicKey.export({ type: 'spki', format: 'der' });

/** Any digest of the key will do: it only tells keys apart. */
const keyId = (keys: Keys): Buffer => createHash('sha256').update(publicKeyInfo(keys)).digest().subarray(0, 20);
