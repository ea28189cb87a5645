import type {
  Authenticator,
  Challenger,
  Exchange,
  Identification,
  Identifier,
  Identity,
  MetadataProvider,
  PluginNeeds,
  Reply,
} from '@who/core';
import { refuse } from './answers.js';
import { type HeaderSsoContext, nameIn, userdataOf } from './context.js';
import { HeaderSsoCredentials } from './credentials.js';
import { attributeReader, type SsoAttributes } from './headers/attributes.js';
import { headerTable } from './headers/header-table.js';
import { userRule } from './headers/user.js';
import { type HeaderSsoOptions, resolveOptions } from './options.js';
import { pathTest } from './paths.js';
import { reasons } from './reasons.js';
import { logout, logoutUrl } from './sign-in/logout.js';
import { named, vanished } from './sign-in/session.js';
import { arrive, challenge, turnAway } from './sign-in/sign-in.js';
import { judge, type Verdict } from './trust/verdict.js';

/** What the plugin adds to the identity of a request that brings headers. A metadata cache replays it later. */
export interface HeaderSsoMetadata {
  readonly attributes?: SsoAttributes;
}

/** Takes over a sign-in that a front-end web server has made. */
export interface HeaderSsoPlugin
  extends Identifier,
    Authenticator,
    Challenger,
    MetadataProvider<HeaderSsoMetadata>,
    Required<PluginNeeds> {
  identify(exchange: Exchange): HeaderSsoCredentials | Identification | undefined;
  /**
   * The front end's logout page, for applications that sign out themselves.
   *
   * @returns an absolute URL; send the browser there after `logout()`
   */
  logoutUrl(exchange: Exchange, options?: HeaderSsoLogoutOptions): string;
}

/** Where a logout leads. */
export interface HeaderSsoLogoutOptions {
  /** A path or URL of this application; others count as the front page. @default the front page */
  readonly returnTo?: string | undefined;
}

/**
 * Makes a plugin that believes a front-end web server (Shibboleth, mod_auth_mellon, mod_auth_openidc, oauth2-proxy)
 * about who the user is, and nobody else.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const who = createWho({
 *   publicUrl: 'https://app.example.org',
 *   plugins: {
 *     sso: headerSso({ ...presets.shibboleth, trustedPeers: ['127.0.0.1'], signInPath: '/login/sso', rememberer: 'ticket' }),
 *     ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }),
 *   },
 *   identifiers: ['sso', 'ticket'],
 *   authenticators: ['sso', 'ticket'],
 *   challengers: ['sso'],
 * });
 */
export function headerSso(options: HeaderSsoOptions): HeaderSsoPlugin {
  const settings = resolveOptions(options);
  const { rememberer, signInPath, logoutPath } = settings;
  const table = headerTable(settings.ownHeaders, settings.alwaysConceal);
  const isProtected = pathTest(settings.paths);
  const verdictOn = judge(settings, table);
  const acceptUser = userRule(settings);
  const readAttributes = attributeReader(settings, table);
  const logoutMethods = settings.logoutByGet ? ['POST', 'GET'] : ['POST'];

  const replaces = settings.onChanged === 'switch';
  const ends = settings.onVanished === 'sign-out' && rememberer !== undefined;

  /** What happens to a request on a path that the front end protects, once it is known who it is. */
  function replyFor(exchange: Exchange, { credentials, because }: Verdict): Identification['reply'] {
    if (exchange.path === signInPath && exchange.method === 'GET') {
      return (who) => (credentials ? arrive(who, context, credentials) : turnAway(who, context, because(exchange)));
    }
    if (credentials) return replaces ? (who) => named(who, context, credentials) : undefined;
    return ends ? (who) => vanished(who, context) : undefined;
  }

  /** Whether this request's own headers signed somebody in. */
  function isOwn(exchange: Exchange, { authenticator }: Identity): boolean {
    return authenticator !== undefined && authenticator === exchange.nameOf(plugin);
  }

  /** What a request's headers say. */
  function find(exchange: Exchange): HeaderSsoCredentials | Identification | undefined {
    const { path } = exchange;
    const counts = isProtected(path);
    const verdict = verdictOn(exchange, counts);
    const { credentials, conceal, refused } = verdict;
    if (refused) return { conceal, reply: refuse(exchange, refused, verdict.because(exchange)) };
    const signsOut = path === logoutPath && logoutMethods.includes(exchange.method);
    if (!counts && !signsOut) return conceal && { conceal };

    const reply = signsOut ? logout(exchange, context) : replyFor(exchange, verdict);
    return conceal === undefined && reply === undefined ? credentials : { credentials, conceal, reply };
  }

  const plugin: HeaderSsoPlugin = {
    needs: rememberer === undefined ? {} : { [rememberer]: 'identifier' },
    conceals: true,

    identify(exchange) {
      const found = find(exchange);
      if (!exchange.mayHaveTrailers) return found;
      // No front end says anything in trailers.
      return {
        ...(found instanceof HeaderSsoCredentials ? { credentials: found } : found),
        concealTrailers: table.names,
      };
    },

    authenticate(exchange, credentials) {
      if (!(credentials instanceof HeaderSsoCredentials) || credentials.owner !== settings) {
        return exchange.explain?.(reasons.HEADER_SSO_OTHER_CREDENTIALS);
      }
      const userid = acceptUser(credentials.user);
      exchange.explain?.(userid === undefined ? reasons.HEADER_SSO_USER_REFUSED : reasons.HEADER_SSO_ACCEPTED);
      if (userid === undefined) return undefined;
      const attributes = readAttributes(exchange, credentials.values);
      return { userid, userdata: userdataOf(nameIn(exchange, context)), metadata: { attributes } };
    },

    challenge(exchange): Reply | undefined {
      return challenge(exchange, context, verdictOn(exchange, isProtected(exchange.path)).credentials);
    },

    addMetadata(exchange, identity) {
      // They came with the sign-in, where this plugin made it.
      if ('attributes' in identity.metadata) return exchange.explain?.(reasons.HEADER_SSO_METADATA_THERE);
      if (!isOwn(exchange, identity)) return exchange.explain?.(reasons.HEADER_SSO_OTHER_SIGN_IN);
      const { credentials } = verdictOn(exchange, isProtected(exchange.path));
      return credentials && { attributes: readAttributes(exchange, credentials.values) };
    },

    /** At a password login the engine asks every identifier, but then the rememberer speaks for itself. */
    remember(exchange, identity) {
      if (rememberer === undefined) return exchange.explain?.(reasons.HEADER_SSO_NOT_KEPT);
      if (!isOwn(exchange, identity)) return exchange.explain?.(reasons.HEADER_SSO_OTHER_SIGN_IN);
      exchange.explain?.(reasons.HEADER_SSO_KEPT_BY, { rememberer });
      return exchange.plugin(rememberer, 'identifier').remember(exchange, identity);
    },

    forget(exchange, identity) {
      if (rememberer === undefined) return exchange.explain?.(reasons.HEADER_SSO_NOT_KEPT);
      exchange.explain?.(reasons.HEADER_SSO_FORGOTTEN_BY, { rememberer });
      return exchange.plugin(rememberer, 'identifier').forget(exchange, identity);
    },

    logoutUrl: (exchange, { returnTo } = {}) => logoutUrl(exchange, context, returnTo),
  };
  const context: HeaderSsoContext = { settings, acceptUser, plugin };
  return plugin;
}
