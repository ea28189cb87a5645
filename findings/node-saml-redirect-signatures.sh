#!/usr/bin/env bash
# @node-saml/node-saml signs another text than it sends, where a RelayState has a blank, a tilde or one of !'().
#
# Versions:  npm: @node-saml/node-saml 5.1.0
# Behaviour: for an address it signs the parameters as `querystring.stringify` writes them, and puts them into the address
#            as `URLSearchParams` does: `%20` and `~` are signed, `+` and `%7E` are sent.
# Guess:     a signature of the redirect binding is over the very characters of the address (SAML 2.0 bindings, section
#            3.4.4.1), so what was signed is what is sent, whatever the RelayState is.
# Hurt:      applications that put an address or a JSON text into RelayState: identity providers that check signatures of
#            requests, or of the answers to their own logout requests, whose RelayState they choose, refuse these and no
#            others.
# Output:    {"/a?b=c":true,"a b":false,"a~b":false,"a(b)":false}
source "$(dirname "$0")/lib/npm.sh"
npm_packages @node-saml/node-saml@5.1.0

cat >ask.mjs <<'JAVASCRIPT'
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { SAML } from '@node-saml/node-saml';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const saml = new SAML({
  issuer: 'urn:app',
  callbackUrl: 'https://app.example/saml',
  entryPoint: 'https://idp.example/sso',
  idpCert: 'AAAA',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  signatureAlgorithm: 'sha256',
});

const results = {};
for (const relayState of ['/a?b=c', 'a b', 'a~b', 'a(b)']) {
  const address = await saml.getAuthorizeUrlAsync(relayState, undefined, {});
  const [sent, signature] = address.slice(address.indexOf('?') + 1).split('&Signature=');
  results[relayState] = createVerify('sha256').update(sent).verify(publicKey, decodeURIComponent(signature), 'base64');
}
const seen = JSON.stringify(results);
console.log(seen);
process.exitCode = seen === '{"/a?b=c":true,"a b":false,"a~b":false,"a(b)":false}' ? 0 : 1;
JAVASCRIPT
node ask.mjs
