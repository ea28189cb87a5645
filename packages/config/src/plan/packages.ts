/** A package of ours that makes plugins. */
export interface PluginPackage {
  /** Its factory. */
  readonly factory: string;
  /** The type of its options. */
  readonly options: string;
}

/** Packages that `use` may name without their factories. They are loaded when a file names them. */
export const PACKAGES: Readonly<Record<string, PluginPackage>> = {
  '@who/plugin-api-token': { factory: 'apiToken', options: 'ApiTokenOptions' },
  '@who/plugin-auth-pubtkt': { factory: 'authPubtkt', options: 'AuthPubtktOptions' },
  '@who/plugin-auth-tkt': { factory: 'authTkt', options: 'AuthTktOptions' },
  '@who/plugin-basic-auth': { factory: 'basicAuth', options: 'BasicAuthOptions' },
  '@who/plugin-cas': { factory: 'cas', options: 'CasOptions' },
  '@who/plugin-form': { factory: 'form', options: 'FormOptions' },
  '@who/plugin-header-sso': { factory: 'headerSso', options: 'HeaderSsoOptions' },
  '@who/plugin-htpasswd': { factory: 'htpasswd', options: 'HtpasswdOptions' },
  '@who/plugin-ldap': { factory: 'ldap', options: 'LdapOptions' },
  '@who/plugin-metadata-cache-memory': {
    factory: 'memoryMetadataCache',
    options: 'MemoryMetadataCacheOptions',
  },
  '@who/plugin-metadata-cache-redis': {
    factory: 'redisMetadataCache',
    options: 'RedisMetadataCacheOptions',
  },
  '@who/plugin-oidc': { factory: 'oidc', options: 'OidcOptions' },
  '@who/plugin-redirector': { factory: 'redirector', options: 'RedirectorOptions' },
  '@who/plugin-saml': { factory: 'saml', options: 'SamlOptions' },
  '@who/plugin-sql': { factory: 'sql', options: 'SqlOptions' },
};

/** What else a file may have made, for plugins to share: in `values`. */
export const SHARED: Readonly<Record<string, PluginPackage>> = {
  '@who/sso:ssoSessions': { factory: 'ssoSessions', options: 'SsoSessionsOptions' },
  '@who/plugin-cas:casSessions': { factory: 'casSessions', options: 'CasSessionsOptions' },
};

/** The module and the export that `use` names; `undefined` where it is neither a package of ours nor `module:export`. */
export function moduleOf(use: string): { readonly module: string; readonly name: string } | undefined {
  const known = Object.hasOwn(PACKAGES, use) ? PACKAGES[use] : undefined;
  if (known) return { module: use, name: known.factory };
  const at = use.lastIndexOf(':');
  const [module, name] = [use.slice(0, at), use.slice(at + 1)];
  return at > 0 && /^[A-Za-z_$][\w$]*$/.test(name) && !/^node$/.test(module) ? { module, name } : undefined;
}

/** How the schema calls what `use` names: `plugin-cas`, `plugin-cas.casSessions`. */
export const definitionName = (use: string): string => use.replace('@who/', '').replace(':', '.');
