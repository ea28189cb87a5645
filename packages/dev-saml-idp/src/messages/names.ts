export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
export const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
export const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:';

/** OIDs of attributes, by their usual names. */
export const OIDS: Readonly<Record<string, string>> = {
  uid: '0.9.2342.19200300.100.1.1',
  mail: '0.9.2342.19200300.100.1.3',
  cn: '2.5.4.3',
  sn: '2.5.4.4',
  givenName: '2.5.4.42',
  displayName: '2.16.840.1.113730.3.1.241',
  eduPersonAffiliation: '1.3.6.1.4.1.5923.1.1.1.1',
  eduPersonPrincipalName: '1.3.6.1.4.1.5923.1.1.1.6',
  eduPersonEntitlement: '1.3.6.1.4.1.5923.1.1.1.7',
  eduPersonScopedAffiliation: '1.3.6.1.4.1.5923.1.1.1.9',
};
