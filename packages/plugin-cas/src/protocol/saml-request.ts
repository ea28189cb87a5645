import { escapeXml } from '@who/sso';

/** What asks the CAS server about a ticket. */
export interface SamlRequest {
  /** Random, so that an answer cannot belong to another question. */
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly ticket: string;
}

/** The SOAP message for `/samlValidate` (SAML 1.1, bindings, section 3.1). */
export function samlRequest({ requestId, issuedAt, ticket }: SamlRequest): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body>\
<samlp:Request xmlns:samlp="urn:oasis:names:tc:SAML:1.0:protocol" MajorVersion="1" MinorVersion="1" \
RequestID="${escapeXml(requestId)}" IssueInstant="${new Date(issuedAt).toISOString()}">\
<samlp:AssertionArtifact>${escapeXml(ticket)}</samlp:AssertionArtifact></samlp:Request>\
</SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}
