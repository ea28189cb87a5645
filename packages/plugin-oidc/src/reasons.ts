import { type Reason, reasonsOf } from '@who/core';
import { type SsoReasonCode, ssoReasons } from '@who/sso';
import { NAMING } from './naming.js';

const texts = {
  OIDC_ERROR_CAME: {
    text: 'The provider sent the browser back with an error: {code}.',
    hint: 'access_denied: the person or the provider said no. Others: look at the log of the provider.',
  },
  OIDC_CODE_REFUSED: {
    text: 'The provider does not take the code: {code}.',
    hint: 'invalid_grant: it has been used or has expired, or "publicUrl" is another one than at the beginning.',
  },
  OIDC_OTHER_PROVIDER: { text: 'The browser came back with the answer of another provider than {issuer}.' },
  OIDC_TOKEN_REJECTED: {
    text: 'The ID token signs nobody in: {problem}.',
    hint: 'Look at "issuer", "clientId" and "algorithms", and at the clocks of both machines.',
  },
  OIDC_USER_REJECTED: {
    text: 'What the provider says about the person makes no user: {problem}.',
    hint: 'Look at "useridClaim" and "scope", and at what the provider gives this client.',
  },
  OIDC_CLIENT_REFUSED: {
    text: 'The provider does not accept this client, or what it asks for: {code}.',
    hint: 'Look at "clientId", its secret or key, "clientAuthentication", and what the provider has on record.',
  },
  OIDC_METADATA_UNUSABLE: {
    text: 'What the provider says about itself at {issuer} cannot be used.',
    hint: 'Open its "/.well-known/openid-configuration" and compare its "issuer"; the log has more.',
  },
  OIDC_USERID_AMBIGUOUS: {
    text: 'Several providers sign people in, and nothing says whether a userid tells them apart.',
    hint: 'Set "issuerInUserid", true or false, of each of them.',
  },
  OIDC_LOGOUT_TOKEN_REFUSED: { text: 'The logout token ends no session: {problem}.' },
} as const;

/** Why somebody is sent to the provider, signed in or refused. */
export const reasons: Readonly<Record<keyof typeof texts | SsoReasonCode<'OIDC', 'CODE'>, Reason>> = {
  ...ssoReasons(NAMING),
  ...reasonsOf(texts),
};
