import { type Reason, reasonsOf } from '@who/core';
import { type SsoReasonCode, ssoReasons } from '@who/sso';
import { NAMING } from './naming.js';

// What Sesame has to say besides what every sign-in elsewhere says (@who/sso).

const texts = {
  SESAME_PASS_MISPLACED: {
    text: 'The pass was given for another sign-in than this one.',
    hint: 'Where it happens often, somebody tries to sign others in: look at what links to the callback path.',
  },
  SESAME_NOTHING_TYPED: { text: 'Nobody has typed a password for the pass, which a policy asks for.' },
} as const;

/** Why somebody is sent to Sesame, signed in or refused. */
export const reasons: Readonly<Record<keyof typeof texts | SsoReasonCode<'SESAME', 'PASS'>, Reason>> = {
  ...ssoReasons(NAMING),
  ...reasonsOf(texts),
};
