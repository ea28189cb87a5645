/** A package of ours that makes plugins. */
export interface PluginPackage {
  /** Its factory. */
  readonly factory: string;
  /** The type of its options. */
  readonly options: string;
  /** Whether to make one opens or starts nothing, so that a check may do it. */
  readonly isInert: boolean;
}

/** Packages that `use` may name without their factories. They are loaded when a file names them. */
export const PACKAGES: Readonly<Record<string, PluginPackage>> = {
  '@who/plugin-api-token': { factory: 'apiToken', options: 'ApiTokenOptions', isInert: true },
  '@who/plugin-auth-pubtkt': { factory: 'authPubtkt', options: 'AuthPubtktOptions', isInert: true },
  '@who/plugin-auth-tkt': { factory: 'authTkt', options: 'AuthTktOptions', isInert: true },
  '@who/plugin-basic-auth': { factory: 'basicAuth', options: 'BasicAuthOptions', isInert: true },
  '@who/plugin-cas': { factory: 'cas', options: 'CasOptions', isInert: true },
  '@who/plugin-form': { factory: 'form', options: 'FormOptions', isInert: true },
  '@who/plugin-header-sso': { factory: 'headerSso', options: 'HeaderSsoOptions', isInert: true },
  '@who/plugin-htpasswd': { factory: 'htpasswd', options: 'HtpasswdOptions', isInert: true },
  '@who/plugin-ldap': { factory: 'ldap', options: 'LdapOptions', isInert: false },
  '@who/plugin-metadata-cache-memory': {
    factory: 'memoryMetadataCache',
    options: 'MemoryMetadataCacheOptions',
    isInert: true,
  },
  '@who/plugin-metadata-cache-redis': {
    factory: 'redisMetadataCache',
    options: 'RedisMetadataCacheOptions',
    isInert: false,
  },
  '@who/plugin-redirector': { factory: 'redirector', options: 'RedirectorOptions', isInert: true },
  '@who/plugin-sql': { factory: 'sql', options: 'SqlOptions', isInert: false },
};

/** What else a file may have made, for plugins to share: in `values`. */
export const SHARED: Readonly<Record<string, PluginPackage>> = {
  '@who/plugin-cas:casSessions': { factory: 'casSessions', options: 'CasSessionsOptions', isInert: true },
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
