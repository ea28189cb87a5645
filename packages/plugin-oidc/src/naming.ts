import type { SsoNaming } from '@who/sso';

export const PACKAGE = '@who/plugin-oidc';

/** How this plugin calls itself and the other side. */
export const NAMING: SsoNaming<'OIDC', 'CODE'> = {
  package: PACKAGE,
  prefix: 'OIDC',
  answer: 'CODE',
  peer: 'the provider',
  server: 'the provider',
  loginPage: "the provider's login page",
  urlOption: 'issuer',
};
