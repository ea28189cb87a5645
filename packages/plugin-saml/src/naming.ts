/** How the base names this plugin and the other side. */
export const NAMING = {
  package: '@who/plugin-saml',
  prefix: 'SAML',
  answer: 'RESPONSE',
  peer: 'the identity provider',
  server: 'the identity provider',
  urlOption: 'idpMetadata',
} as const;

export const PACKAGE: typeof NAMING.package = NAMING.package;
