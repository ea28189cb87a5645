import type { Reply } from '@who/core';
import { html, htmlPage } from '@who/sso';
import { SignedXml } from 'xml-crypto';
import type { MessageName } from './redirect-binding.js';

/** By what a posted message is signed. PEM. */
export interface PostSigner {
  readonly privateKey: string;
  readonly certificates: readonly string[];
}

/** Signs a message inside of itself, behind its issuer (SAML 2.0 core, section 5). */
export function signedMessage(xml: string, { privateKey, certificates }: PostSigner): string {
  const [certificate] = certificates;
  const signed = new SignedXml({
    privateKey,
    ...(certificate !== undefined && { publicCert: certificate }),
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  signed.addReference({
    xpath: '/*',
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE],
  });
  const issuer = "/*/*[local-name(.)='Issuer']";
  signed.computeSignature(xml, { prefix: 'ds', location: { reference: issuer, action: 'after' } });
  return signed.getSignedXml();
}

/** A page that posts a signed message; with a button, where no script runs. */
export function postReply(
  action: string,
  [name, xml]: readonly [MessageName, string],
  relayState: string | undefined,
  signer: PostSigner,
): Reply {
  const message = Buffer.from(signedMessage(xml, signer)).toString('base64');
  const state = relayState === undefined ? html`` : html`<input type="hidden" name="RelayState" value="${relayState}">`;
  return htmlPage({
    status: 200,
    title: 'You are signed out here',
    body: html`<form method="post" action="${action}"><input type="hidden" name="${name}" value="${message}">${state}
<button>Go on</button></form>`,
    script: 'document.forms[0].submit()',
    // Where it leads on from there is not known: browsers look at that, too.
    formAction: '',
  });
}

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
