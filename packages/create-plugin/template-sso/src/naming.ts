import type { SsoNaming } from '@who/sso';

/** How errors and logs name this package. */
export const PACKAGE = '@who/plugin-sesame';

/** How this plugin calls itself and the other side: in codes, cookies, paths and texts. */
export const NAMING: SsoNaming<'SESAME', 'PASS'> = {
  package: PACKAGE,
  prefix: 'SESAME',
  answer: 'PASS',
  peer: 'Sesame',
  urlOption: 'sesameUrl',
};
