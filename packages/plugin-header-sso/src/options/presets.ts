import type { HeaderSsoOptions } from '../options.js';

/** What a preset says about a front end. Who is trusted, and where, is left to say. */
export type HeaderSsoPreset = Pick<HeaderSsoOptions, 'userHeaders'> &
  Partial<
    Pick<
      HeaderSsoOptions,
      | 'sessionHeader'
      | 'separator'
      | 'encoding'
      | 'alsoControlled'
      | 'alwaysConceal'
      | 'loginUrl'
      | 'loginParameter'
      | 'logoutUrl'
      | 'logoutParameter'
    >
  >;

/** Shibboleth's own headers, which say nothing about the user but belong to it. */
const SHIBBOLETH_OWN = [
  'Shib-Application-ID',
  'Shib-Assertion-Count',
  'Shib-Authentication-Instant',
  'Shib-Authentication-Method',
  'Shib-AuthnContext-Class',
  'Shib-AuthnContext-Decl',
  'Shib-Cookie-Name',
  'Shib-Handler',
  'Shib-Identity-Provider',
  'Shib-Session-Expires',
  'Shib-Session-Inactivity',
  'Shib-Session-Index',
] as const;

const SHIBBOLETH_PAGES = {
  loginUrl: '/Shibboleth.sso/Login',
  loginParameter: 'target',
  logoutUrl: '/Shibboleth.sso/Logout',
  logoutParameter: 'return',
} as const;

/**
 * Options for the usual front ends, each to be spread into those of `headerSso`. The README has the configuration of
 * the servers that goes with each.
 *
 * @example
 * const sso = headerSso({
 *   ...presets.shibboleth,
 *   trustedPeers: ['127.0.0.1'],
 *   paths: 'all',
 *   attributes: { mail: 'mail', displayName: 'displayName' },
 * });
 */
export const presets: {
  readonly shibboleth: HeaderSsoPreset;
  readonly shibbolethEnvironment: HeaderSsoPreset;
  readonly mellon: HeaderSsoPreset;
  readonly openidc: HeaderSsoPreset;
  readonly oauth2Proxy: HeaderSsoPreset;
  readonly remoteUser: HeaderSsoPreset;
} = {
  /** mod_shib with `ShibUseHeaders On`. */
  shibboleth: {
    ...SHIBBOLETH_PAGES,
    userHeaders: ['REMOTE_USER'],
    sessionHeader: 'Shib-Session-ID',
    alsoControlled: SHIBBOLETH_OWN,
    alwaysConceal: ['AUTH_TYPE', 'X-Remote-User'],
  },
  /** mod_shib with `RequestHeader set` from the environment, under names with `X-Shib-`. */
  shibbolethEnvironment: {
    ...SHIBBOLETH_PAGES,
    userHeaders: ['X-Remote-User'],
    sessionHeader: 'X-Shib-Session-ID',
    alsoControlled: ['X-Auth-Type', 'X-Shib-Identity-Provider'],
    alwaysConceal: ['REMOTE_USER', 'AUTH_TYPE'],
  },
  /** mod_auth_mellon, with `MellonMergeEnvVars On` and `RequestHeader set` from the environment. */
  mellon: {
    userHeaders: ['X-Remote-User'],
    sessionHeader: 'X-Mellon-Session',
    encoding: 'none',
    alsoControlled: ['X-Mellon-IdP', 'X-Mellon-NAME_ID'],
    alwaysConceal: ['REMOTE_USER', 'AUTH_TYPE'],
    loginUrl: '/mellon/login',
    loginParameter: 'ReturnTo',
    logoutUrl: '/mellon/logout',
    logoutParameter: 'ReturnTo',
  },
  /** mod_auth_openidc, which sets `OIDC_CLAIM_…` headers by itself. */
  openidc: {
    userHeaders: ['X-Remote-User'],
    sessionHeader: 'OIDC_CLAIM_sub',
    separator: ',',
    encoding: 'none',
    alsoControlled: [
      'REMOTE_USER',
      'OIDC_CLAIM_iss',
      'OIDC_access_token',
      'OIDC_access_token_expires',
      'OIDC_id_token',
    ],
    logoutUrl: '/oidc/callback',
    logoutParameter: 'logout',
  },
  /** oauth2-proxy behind nginx's `auth_request`, with `--set-xauthrequest`. */
  oauth2Proxy: {
    userHeaders: ['X-Auth-Request-Email'],
    separator: ',',
    encoding: 'none',
    alsoControlled: ['X-Auth-Request-Groups', 'X-Auth-Request-Preferred-Username', 'X-Auth-Request-User'],
    alwaysConceal: [
      'X-Auth-Request-Access-Token',
      'X-Forwarded-Access-Token',
      'X-Forwarded-Email',
      'X-Forwarded-Groups',
      'X-Forwarded-Preferred-Username',
      'X-Forwarded-User',
    ],
    loginUrl: '/oauth2/start',
    loginParameter: 'rd',
    logoutUrl: '/oauth2/sign_out',
    logoutParameter: 'rd',
  },
  /** Any proxy that sets nothing but `X-Remote-User`. */
  remoteUser: {
    userHeaders: ['X-Remote-User'],
    separator: '',
    encoding: 'none',
    alwaysConceal: ['REMOTE_USER', 'AUTH_TYPE'],
  },
};
