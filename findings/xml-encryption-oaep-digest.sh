#!/usr/bin/env bash
# xml-encryption, and with it node-saml, decrypts no key whose OAEP digest is named by its standard name, but for SHA-1.
#
# Versions:  npm: xml-encryption 3.1.0
# Behaviour: the digest of RSA-OAEP is read where it is called `http://www.w3.org/2000/09/xmldsig#sha256`. By its name in
#            the standard, `http://www.w3.org/2001/04/xmlenc#sha256`, it is taken for SHA-1, and the decryption fails with
#            an OAEP error. What the package encrypts itself has the former.
# Guess:     `DigestMethod` has the URIs of XML Encryption 1.1 (section 5.5.2), as Apache Santuario, xmlsec and .NET write
#            and read them.
# Hurt:      those whose identity provider encrypts with OAEP and SHA-256: a right key looks like a wrong one. Tests that
#            encrypt with the package itself do not notice.
# Output:    {"xmldsig#sha256":"hello","xmlenc#sha256":"fails"}
source "$(dirname "$0")/lib/npm.sh"
npm_packages xml-encryption@3.1.0

cat >ask.mjs <<'JAVASCRIPT'
import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import xmlenc from 'xml-encryption';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const [key, iv] = [randomBytes(32), randomBytes(12)];
const cipher = createCipheriv('aes-256-gcm', key, iv);
const text = Buffer.concat([iv, cipher.update('hello'), cipher.final(), cipher.getAuthTag()]).toString('base64');
const padding = constants.RSA_PKCS1_OAEP_PADDING;
const wrapped = publicEncrypt({ key: publicKey, padding, oaepHash: 'sha256' }, key).toString('base64');

const decrypted = (digest) =>
  new Promise((resolve) => {
    const xml = `<e:EncryptedData xmlns:e="http://www.w3.org/2001/04/xmlenc#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
      <e:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/><ds:KeyInfo><e:EncryptedKey>
      <e:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"><ds:DigestMethod
      Algorithm="${digest}"/></e:EncryptionMethod><e:CipherData><e:CipherValue>${wrapped}</e:CipherValue></e:CipherData>
      </e:EncryptedKey></ds:KeyInfo><e:CipherData><e:CipherValue>${text}</e:CipherValue></e:CipherData></e:EncryptedData>`;
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    xmlenc.decrypt(xml, { key: pem }, (error, plain) => resolve(error ? 'fails' : plain));
  });

const seen = JSON.stringify({
  'xmldsig#sha256': await decrypted('http://www.w3.org/2000/09/xmldsig#sha256'),
  'xmlenc#sha256': await decrypted('http://www.w3.org/2001/04/xmlenc#sha256'),
});
console.log(seen);
process.exitCode = seen === '{"xmldsig#sha256":"hello","xmlenc#sha256":"fails"}' ? 0 : 1;
JAVASCRIPT
node ask.mjs
