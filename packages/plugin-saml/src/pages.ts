import type { PageText } from '@who/sso';

/** What error pages say that only this plugin has. */
export const pages: Readonly<Record<string, PageText>> = {
  SAML_USERID_MISSING: {
    text: 'The sign-in server has let you in, but does not say what is needed here about who you are.',
  },
};
