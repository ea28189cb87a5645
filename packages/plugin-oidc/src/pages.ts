import type { PageText } from '@who/sso';

/** What error pages say that only this protocol has. */
export const pages: Readonly<Record<'OIDC_TOKEN_REJECTED' | 'OIDC_USER_REJECTED', PageText>> = {
  OIDC_TOKEN_REJECTED: { text: "The sign-in server's answer is not one that counts here." },
  OIDC_USER_REJECTED: { text: 'The sign-in server did not say about you what this application needs to know.' },
};
