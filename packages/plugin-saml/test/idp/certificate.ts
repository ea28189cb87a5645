import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** A key with a certificate of its own. All are PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** Makes a key and a certificate that it has signed itself (X.509 version 1 is all that metadata needs). */
export function makeKeyPair(name = 'idp.example.test', modulusLength = 2048): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return { key: pem(privateKey), certificate: certificateOf(name, privateKey, publicKey) };
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function certificateOf(name: string, privateKey: KeyObject, publicKey: KeyObject): string {
  const algorithm = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex')); // sha256WithRSAEncryption
  const subject = sequence(tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from(name)))));
  const content = sequence(
    tagged(0x02, Buffer.of(1), randomBytes(8)),
    algorithm,
    subject,
    sequence(time(2020), time(2049)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(content).sign(privateKey);
  const base64 = sequence(content, algorithm, tagged(0x03, Buffer.of(0), signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

const time = (year: number): Buffer => tagged(0x17, Buffer.from(`${String(year).slice(2)}0101000000Z`));
const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...bytes), content]);
}
