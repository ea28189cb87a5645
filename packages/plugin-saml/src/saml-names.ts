/** Namespaces (SAML 2.0 core and metadata; XML Signature; XML Encryption; Shibboleth's extension of metadata). */
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
export const ENCRYPTION = 'http://www.w3.org/2001/04/xmlenc#';
export const SHIBBOLETH_METADATA = 'urn:mace:shibboleth:metadata:1.0';

/** Bindings (SAML 2.0 bindings, sections 3.4 and 3.5). */
export const BINDINGS = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const;

/** How a message travels. */
export type Binding = keyof typeof BINDINGS;

/** Formats of name identifiers (SAML 2.0 core, section 8.3). */
export const NAME_ID_FORMATS = {
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  x509SubjectName: 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName',
  windowsDomainQualifiedName: 'urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName',
  kerberos: 'urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
} as const;

/** The format that an issuer's name has where nothing is said (core, section 8.3.6). */
export const ENTITY_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';

/** Status codes (core, section 3.2.2.2). */
export const STATUS_PREFIX = 'urn:oasis:names:tc:SAML:2.0:status:';
export const SUCCESS: string = `${STATUS_PREFIX}Success`;

/** Whoever holds the assertion (profiles, section 3.3). */
export const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
