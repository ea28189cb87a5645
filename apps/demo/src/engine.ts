import { createHmac, randomBytes } from 'node:crypto';
import { apiAwareRequestClassifier, createWho, passThroughChallengeDecider, type Who } from '@who/core';
import type { Attributes, MetadataCache } from '@who/metadata-cache';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { type CasSessionStore, cas, casSessions } from '@who/plugin-cas';
import { form } from '@who/plugin-form';
import { headerSso, presets } from '@who/plugin-header-sso';
import { htpasswd } from '@who/plugin-htpasswd';
import { oidc } from '@who/plugin-oidc';
import { saml } from '@who/plugin-saml';
import type { OidcPlace } from './oidc.js';
import type { People } from './people/people.js';
import { type SamlPlace, usualName } from './saml.js';
import type { Settings } from './settings.js';

/** Where the demo lives and where its CAS server does, once both are known. */
export interface Addresses {
  readonly publicUrl: string;
  readonly casUrl: string;
}

export type Engine = Who<{ attributes: Attributes }>;

/** What outlives a request. */
export interface Memory {
  /** What is released at sign-in: `memoryMetadataCache()`, or one in Redis (see attribute-cache.ts). */
  readonly attributes: MetadataCache;
  /** Which sessions CAS has ended: nothing, for the memory of this process, or Redis (see session-store.ts). */
  readonly sessionStore: CasSessionStore | undefined;
  /** Where people sign in by SAML. */
  readonly saml: SamlPlace;
  /** Where people sign in by OpenID Connect. */
  readonly oidc: OidcPlace;
  /** Where else people have passwords. */
  readonly directory: People | undefined;
  readonly database: People | undefined;
}

/** Every plugin of the demo, wired together. This is the file to start from for an application of your own. */
export function createEngine(settings: Settings, { publicUrl, casUrl }: Addresses, memory: Memory): Engine {
  const { digest, cookieName, compat } = settings.ticket;
  const { on: ssoIsOn, trusted, user, session, attributes: released } = settings.headerSso;
  const [secret = randomBytes(32).toString('base64'), ...oldSecrets] = settings.ticket.secrets;
  const sessions = casSessions({
    store: memory.sessionStore,
    // A demo, or its Redis, may be restarted and signs nobody out. Where it counts that who is out stays out, leave
    // the first two as they are by default.
    unknownSessions: 'alive',
    whenStoreFails: 'accept-sign-ins',
    timeoutMs: 250,
  });

  const sso = ssoIsOn ? (['sso'] as const) : [];
  const directory = memory.directory ? (['directory'] as const) : [];
  const database = memory.database ? (['database'] as const) : [];
  const frontEnd = {
    sso: headerSso({
      ...presets.shibboleth,
      trustedPeers: trusted,
      userHeaders: user,
      sessionHeader: session,
      attributes: Object.fromEntries(released.map((name) => [name, name])),
      // Tailscale and Spring write names outside ASCII in this way.
      encodedWords: true,
      rememberer: 'ticket',
      signInPath: '/login/sso',
      // The front end protects the sign-in path itself, so there is no need to send people to its login first.
      loginUrl: undefined,
    }),
  };

  return createWho({
    publicUrl,
    plugins: {
      ticket: authTkt({
        secrets: [secret, ...oldSecrets],
        digest,
        cookieName,
        compat,
        useridTypes: compat === 'repoze' ? 'pyramid' : undefined,
        isRevoked: sessions.isRevoked,
      }),
      cas: cas({
        casUrl,
        version: settings.cas.version,
        namespace: settings.cas.namespace,
        ticketPattern: settings.cas.ticketPattern,
        // The demo shows all that the server sends.
        flattenAttributes: settings.cas.flattenAttributes,
        rememberer: 'ticket',
        callbackPath: '/login/cas',
        logoutPath: '/logout',
        sessions,
        stateSecrets: [createHmac('sha256', secret).update('cas login state').digest('base64')],
      }),
      saml: saml({
        idpMetadata: memory.saml.idpMetadata,
        privateKey: memory.saml.privateKey,
        userid: usualName,
        rememberer: 'ticket',
        callbackPath: '/login/saml',
        logoutPath: '/logout',
        sessions,
        stateSecrets: [createHmac('sha256', secret).update('saml login state').digest('base64')],
      }),
      oidc: oidc({
        issuer: memory.oidc.issuer,
        clientId: memory.oidc.clientId,
        clientSecret: memory.oidc.clientSecret,
        rememberer: 'ticket',
        callbackPath: '/login/oidc',
        logoutPath: '/logout',
        sessions,
        stateSecrets: [createHmac('sha256', secret).update('oidc login state').digest('base64')],
      }),
      basic: basicAuth({ realm: 'who demo' }),
      users: htpasswd({ file: settings.htpasswdFile }),
      form: form({
        rememberer: 'ticket',
        // The CAS plugin signs out whoever it was.
        logoutHandlerPath: null,
        page: {
          title: '@who demo',
          otherWays: [
            { text: 'Sign in with CAS', path: '/login/cas' },
            { text: 'Sign in with SAML', path: '/login/saml' },
            { text: 'Sign in with OpenID Connect', path: '/login/oidc' },
            ...(ssoIsOn ? [{ text: 'Sign in at the front end', path: '/login/sso' }] : []),
          ],
        },
      }),
      attributes: memory.attributes,
      // What is off stands in no order, and is not registered either.
      ...(ssoIsOn ? frontEnd : ({} as never)),
      ...(memory.database ? { database: memory.database.plugin } : ({} as never)),
      ...(memory.directory ? { directory: memory.directory.plugin } : ({} as never)),
    },
    identifiers: [...sso, 'cas', 'saml', 'oidc', 'form', 'ticket', 'basic'],
    authenticators: [...sso, 'cas', 'saml', 'oidc', 'ticket', 'users', ...database, ...directory],
    metadataProviders: ['attributes'],
    challengers: ['form', 'basic'],
    requestClassifier: apiAwareRequestClassifier,
    challengeDecider: passThroughChallengeDecider,
  });
}

declare module '@who/connect' {
  interface Register {
    who: Engine;
  }
}
