import type { SsoNaming } from '@who/sso';

export const PACKAGE = '@who/plugin-cas';

/** What CAS is called in what the base does for it. */
export const NAMING: SsoNaming<'CAS', 'TICKET'> = {
  package: PACKAGE,
  prefix: 'CAS',
  answer: 'TICKET',
  peer: 'CAS',
  urlOption: 'casUrl',
};
