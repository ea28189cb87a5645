import { SaxesParser, type SaxesTagNS } from 'saxes';
import { samlProtocol } from '../answers/saml-xml.js';

/** A question of `/samlValidate` (CAS 3.0.3, appendix D of the older specifications): SOAP around SAML 1.1. */
export interface SamlRequest {
  /** Nothing where the client gives none, as some do. */
  readonly requestId: string | undefined;
  /** The ticket: in SAML's words, the artifact of an assertion. */
  readonly artifact: string;
}

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

/** Where the parts have to be, from the outside to the inside. */
const requestPath = [`{${soap}}Envelope`, `{${soap}}Body`, `{${samlProtocol}}Request`];
const artifactPath = [...requestPath, `{${samlProtocol}}AssertionArtifact`];

/** Reads the body of a request; nothing when it is not well-formed, has a DOCTYPE, or has not one ticket in it. */
export function readSamlRequest(body: string): SamlRequest | undefined {
  const open: string[] = [];
  const artifacts: string[] = [];
  let requestId: string | undefined;
  let valid = true;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', () => {
    valid = false;
  });
  parser.on('doctype', () => {
    valid = false;
  });
  parser.on('opentag', ({ uri, local, attributes }: SaxesTagNS) => {
    open.push(`{${uri}}${local}`);
    if (isAt(open, requestPath)) requestId = attributes['RequestID']?.value;
    if (isAt(open, artifactPath)) artifacts.push('');
  });
  parser.on('text', (text) => {
    if (isAt(open, artifactPath)) artifacts.push((artifacts.pop() ?? '') + text);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(body).close();
  const [artifact, ...others] = artifacts.map((text) => text.trim());
  if (!valid || !artifact || others.length > 0) return undefined;
  return { requestId, artifact };
}

function isAt(open: readonly string[], path: readonly string[]): boolean {
  return open.length === path.length && path.every((name, index) => name === open[index]);
}
