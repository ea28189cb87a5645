import { checkOptions } from '@who/core';
import { type SsoPlugin, type SsoRoute, ssoBase } from '@who/sso';
import type { OidcContext } from './context.js';
import { backChannelLogout } from './logout/back-channel.js';
import { frontChannelLogout } from './logout/front-channel.js';
import { logoutUrl } from './logout/logout-url.js';
import { NAMING, PACKAGE } from './naming.js';
import { OIDC_OPTIONS, type OidcOptions, resolveOptions } from './options.js';
import { pages } from './pages.js';
import { fetchThrough } from './provider/fetch.js';
import { providerOf } from './provider/provider.js';
import { reasons } from './reasons.js';
import { leave } from './sign-in/leave.js';
import { others } from './sign-in/others.js';
import { type OidcAnswer, receive } from './sign-in/receive.js';
import { verify } from './sign-in/verify.js';
import { type AccessTokenFor, accessTokens } from './tokens-kept/access-token.js';
import { tokenStore } from './tokens-kept/token-store.js';

/** Signs people in through a provider of OpenID Connect. */
export interface OidcPlugin extends SsoPlugin {
  /**
   * An access token of somebody who signed in through this plugin, for an API that is to be asked in their name; with
   * `keepTokens`. It is good for half a minute at least. It is as secret as a password.
   *
   * @param identity as `who.identity` has it
   * @throws {WhoError} OIDC_ACCESS_TOKEN_MISSING, OIDC_ACCESS_TOKEN_OVER (401: sign in again), OIDC_UNAVAILABLE and others
   */
  readonly accessTokenFor: AccessTokenFor;
}

/**
 * Makes a plugin that signs people in through a provider of OpenID Connect: authorization code with PKCE.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const who = createWho({
 *   publicUrl: 'https://app.example.org',
 *   plugins: {
 *     oidc: oidc({
 *       issuer: 'https://login.example.org',
 *       clientId: 'app',
 *       clientSecret: process.env['OIDC_SECRET'] ?? '',
 *       rememberer: 'ticket',
 *     }),
 *     ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }),
 *   },
 *   identifiers: ['oidc', 'ticket'],
 *   authenticators: ['oidc', 'ticket'],
 *   challengers: ['oidc'],
 * });
 */
export function oidc(options: OidcOptions): OidcPlugin {
  checkOptions(PACKAGE, options, OIDC_OPTIONS);
  const settings = resolveOptions(options);
  const base = ssoBase(NAMING, options, {
    peerUrl: settings.issuer,
    alwaysRenews: settings.renew,
    answersMayBePosted: settings.responseMode === 'form_post',
    reasons,
    pages,
  });
  const { clientId, issuer, tokenSecrets } = settings;
  const { sessions } = base.settings;
  const connection = base.connection(options);
  const context: OidcContext = {
    settings,
    providerFor: providerOf(settings, fetchThrough(connection)),
    hasOthers: others(() => plugin, issuer),
    tokens: tokenSecrets && sessions && tokenStore(sessions, tokenSecrets, `${issuer} ${clientId}`),
  };

  function logoutRoute(method: SsoRoute['method'], answer: LogoutChannel): SsoRoute {
    return { method, path: base.settings.callbackPath, answer: (exchange) => answer(exchange, base, context) };
  }

  const plugin: OidcPlugin = Object.assign(
    base.plugin<OidcAnswer>({
      leave: (exchange, signIn) => leave(exchange, signIn, context),
      receive,
      verify: (exchange, arrival) => verify(exchange, arrival, context),
      logoutUrl: (exchange, _identity, returnTo) => logoutUrl(exchange, returnTo, context),
      isDown: (exchange) => connection.isDown(exchange),
      routes: [
        ...(settings.backChannel ? [logoutRoute('POST', backChannelLogout)] : []),
        ...(settings.frontChannel ? [logoutRoute('GET', frontChannelLogout)] : []),
      ],
    }),
    { accessTokenFor: accessTokens(base, context, context.tokens) },
  );
  return plugin;
}

type LogoutChannel = typeof backChannelLogout | typeof frontChannelLogout;
