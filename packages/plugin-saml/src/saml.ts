import { badOption, type Exchange, type Identification } from '@who/core';
import { type SsoPlugin, ssoBase } from '@who/sso';
import type { ReadResponse } from './answer/response.js';
import type { SamlContext } from './context.js';
import { leftOutWarning } from './left-out.js';
import { logoutUrl, singleLogout } from './logout/single-logout.js';
import { idpSource } from './metadata/idp-source.js';
import { ownMetadata } from './metadata/own-metadata.js';
import { NAMING, PACKAGE } from './naming.js';
import { resolveOwn } from './options/own.js';
import { resolveOptions, type SamlOptions } from './options.js';
import { pages } from './pages.js';
import { reasons } from './reasons.js';
import { leave, receive, verify } from './sign-in.js';

/** Signs people in through a SAML 2.0 identity provider. */
export interface SamlPlugin extends SsoPlugin {
  /** The own metadata, for the identity provider: XML. It is shown at `metadataPath`, too. */
  metadata(publicUrl: string): string;
}

/**
 * Makes a plugin that signs people in through a SAML 2.0 identity provider.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const sessions = ssoSessions();
 * const who = createWho({
 *   publicUrl: 'https://app.example.org',
 *   plugins: {
 *     saml: saml({ idpMetadata: 'https://idp.example.org/metadata', userid: 'mail', rememberer: 'ticket', sessions }),
 *     ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''], isRevoked: sessions.isRevoked }),
 *   },
 *   identifiers: ['saml', 'ticket'],
 *   authenticators: ['saml', 'ticket'],
 *   challengers: ['saml'],
 * });
 */
export function saml(options: SamlOptions): SamlPlugin {
  const given = resolveOptions(options);
  const { peerUrl, place, idpMetadata } = given;
  const base = ssoBase(NAMING, options, {
    peerUrl,
    answersMayBePosted: true,
    alwaysRenews: given.renew,
    reasons,
    pages,
  });
  const { callbackPath, logoutPath, sessions } = base.settings;
  const settings = { ...given, ...resolveOwn(options, { callbackPath, logoutPath }) };
  const { singleLogoutPath, metadataPath } = settings;
  const connection = base.connection(options);
  const hasLogout = settings.signingKey !== undefined && sessions !== undefined;

  const context: SamlContext = {
    base,
    settings,
    idp: knownIdp(() =>
      idpSource({
        source: place === 'text' ? idpMetadata : place === 'file' ? { file: idpMetadata } : () => fetched(),
        entityId: settings.idpEntityId,
        signers: settings.metadataCertificates,
        legacy: settings.legacy,
        reloadSeconds: settings.metadataReloadSeconds,
        unavailable(reason) {
          const bare = reason.replace(`[${PACKAGE}] `, '');
          return base.fail('UNAVAILABLE', `The identity provider's metadata cannot be had. ${bare}`);
        },
      }),
    ),
    entityIdAt: (publicUrl) => settings.entityId ?? publicUrl + metadataPath,
    warnLeftOut: leftOutWarning(),
  };

  /** Its failures count for the pauses in which nobody asks. */
  function fetched(): Promise<string> {
    return connection.ask({ now: Date.now }, () => connection.fetchText(idpMetadata));
  }

  const metadata = (publicUrl: string): string =>
    ownMetadata({
      entityId: context.entityIdAt(publicUrl),
      callbackUrl: publicUrl + callbackPath,
      logoutUrl: hasLogout ? publicUrl + singleLogoutPath : undefined,
      signsRequests: settings.signingKey !== undefined,
      certificates: settings.certificates,
      encryptionCertificate: settings.encryptionCertificate,
      nameIdFormat: settings.nameIdFormat,
    });

  function showMetadata(exchange: Exchange): Identification {
    exchange.explain?.(reasons.SAML_METADATA_SHOWN);
    const headers = [
      ['Content-Type', 'application/samlmetadata+xml'],
      ['X-Content-Type-Options', 'nosniff'],
    ] as const;
    return { reply: { status: 200, headers, body: metadata(exchange.publicUrl) } };
  }

  const answer = (exchange: Exchange): Promise<Identification | undefined> => singleLogout(exchange, context);
  const plugin = base.plugin<ReadResponse>({
    leave: (exchange, signIn) => leave(exchange, signIn, context),
    receive,
    verify: (exchange, arrival) => verify(exchange, arrival, context),
    logoutUrl: (exchange, identity, returnTo) => logoutUrl(exchange, identity, returnTo, context),
    isDown: (exchange) => connection.isDown(exchange),
    routes: [
      { method: 'GET', path: metadataPath, answer: showMetadata },
      ...(hasLogout
        ? ([
            { method: 'GET', path: singleLogoutPath, answer },
            { method: 'POST', path: singleLogoutPath, answer },
          ] as const)
        : []),
    ],
  });
  return Object.assign(plugin, { metadata });
}

/** @throws {WhoError} BAD_OPTION where a file or a text cannot be used */
function knownIdp<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw badOption(PACKAGE, 'idpMetadata', `cannot be used. ${error instanceof Error ? error.message : ''}`);
  }
}
