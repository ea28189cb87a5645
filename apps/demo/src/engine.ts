import { createHmac, randomBytes } from 'node:crypto';
import { apiAwareRequestClassifier, createWho, passThroughChallengeDecider, type Who } from '@who/core';
import type { Attributes, MetadataCache } from '@who/metadata-cache';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { cas } from '@who/plugin-cas';
import { headerSso, presets } from '@who/plugin-header-sso';
import { htpasswd } from '@who/plugin-htpasswd';
import { redirector } from '@who/plugin-redirector';
import type { Settings } from './settings.js';

/** Where the demo lives and where its CAS server does, once both are known. */
export interface Addresses {
  readonly publicUrl: string;
  readonly casUrl: string;
}

export type Engine = Who<{ attributes: Attributes }>;

/**
 * Every plugin of the demo, wired together. This is the file to start from for an application of your own.
 *
 * @param attributes keeps what is released at sign-in: `memoryMetadataCache()`, or one in Redis (see attribute-cache.ts)
 */
export function createEngine(settings: Settings, { publicUrl, casUrl }: Addresses, attributes: MetadataCache): Engine {
  const { digest, cookieName, compat } = settings.ticket;
  const { on: ssoIsOn, trusted, user, session, attributes: released } = settings.headerSso;
  const [secret = randomBytes(32).toString('base64'), ...oldSecrets] = settings.ticket.secrets;

  const sso = ssoIsOn ? (['sso'] as const) : [];

  return createWho({
    publicUrl,
    plugins: {
      ticket: authTkt({ secrets: [secret, ...oldSecrets], digest, cookieName, compat }),
      cas: cas({
        casUrl,
        version: settings.cas.version,
        rememberer: 'ticket',
        callbackPath: '/login/cas',
        logoutPath: '/logout',
        stateSecrets: [createHmac('sha256', secret).update('cas login state').digest('base64')],
      }),
      sso: headerSso({
        ...presets.shibboleth,
        trustedPeers: trusted,
        userHeaders: user,
        sessionHeader: session,
        attributes: Object.fromEntries(released.map((name) => [name, name])),
        rememberer: 'ticket',
        signInPath: '/login/sso',
        // The front end protects the sign-in path itself, so there is no need to send people to its login first.
        loginUrl: undefined,
      }),
      basic: basicAuth({ realm: 'who demo' }),
      users: htpasswd({ file: settings.htpasswdFile }),
      login: redirector({ loginUrl: '/login' }),
      attributes,
    },
    identifiers: [...sso, 'cas', 'ticket', 'basic'],
    authenticators: [...sso, 'cas', 'ticket', 'users'],
    metadataProviders: ['attributes'],
    challengers: [{ plugin: 'login', only: ['browser'] }, 'basic'],
    requestClassifier: apiAwareRequestClassifier,
    challengeDecider: passThroughChallengeDecider,
  });
}

declare module '@who/connect' {
  interface Register {
    who: Engine;
  }
}
