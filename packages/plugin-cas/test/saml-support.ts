export const REQUEST_ID = '_0123456789abcdef0123456789abcdef';
export const SERVICE = 'https://app.example.org/login/cas?state=abc';
export const NOW: number = Date.UTC(2026, 0, 1, 12, 0, 0);

/** What an answer of a CAS server is made of; everything can be replaced. */
export interface SamlParts {
  readonly status?: string;
  readonly response?: string;
  readonly conditions?: string;
  readonly statements?: string;
  readonly assertions?: string;
}

const at = (ms: number): string => new Date(ms).toISOString();

export function conditions(from: number = NOW - 1000, until: number = NOW + 30_000, inner = ''): string {
  return `<saml:Conditions NotBefore="${at(from)}" NotOnOrAfter="${at(until)}">${inner}</saml:Conditions>`;
}

export function audience(...services: readonly string[]): string {
  const list = services.map((service) => `<saml:Audience>${service}</saml:Audience>`).join('');
  return `<saml:AudienceRestrictionCondition>${list}</saml:AudienceRestrictionCondition>`;
}

export function subject(user: string): string {
  return `<saml:Subject><saml:NameIdentifier>${user}</saml:NameIdentifier><saml:SubjectConfirmation>
    <saml:ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:artifact</saml:ConfirmationMethod>
    </saml:SubjectConfirmation></saml:Subject>`;
}

export function authentication(user: string): string {
  return `<saml:AuthenticationStatement AuthenticationInstant="${at(NOW)}"
    AuthenticationMethod="urn:oasis:names:tc:SAML:1.0:am:password">${subject(user)}</saml:AuthenticationStatement>`;
}

export function attribute(name: string, ...values: readonly string[]): string {
  const list = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('');
  return `<saml:Attribute AttributeName="${name}"
    AttributeNamespace="http://www.ja-sig.org/products/cas/">${list}</saml:Attribute>`;
}

export function attributes(user: string, list: string): string {
  return `<saml:AttributeStatement>${subject(user)}${list}</saml:AttributeStatement>`;
}

export function assertion(inner: string): string {
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_a"
    IssueInstant="${at(NOW)}" Issuer="localhost" MajorVersion="1" MinorVersion="1">${inner}</saml:Assertion>`;
}

/** An answer of the shape that CAS servers send. */
export function samlAnswer(user: string, parts: SamlParts = {}): string {
  const inner = (parts.conditions ?? conditions()) + (parts.statements ?? authentication(user));
  return `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body>
<saml1p:Response xmlns:saml1p="urn:oasis:names:tc:SAML:1.0:protocol" ${parts.response ?? ''} IssueInstant="${at(NOW)}"
  MajorVersion="1" MinorVersion="1" ResponseID="_r">
  <saml1p:Status>${parts.status ?? '<saml1p:StatusCode Value="saml1p:Success"/>'}</saml1p:Status>
  ${parts.assertions ?? assertion(inner)}
</saml1p:Response></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}
