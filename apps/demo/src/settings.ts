import { fileURLToPath } from 'node:url';
import { didYouMean, parseUrl } from '@who/core';

/** Everything that the environment decides. The names of the variables are the demo's contract: see README.md. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Unset: `http://localhost:PORT`. */
  readonly publicUrl: string | undefined;
  /** Whether requests come with the path of the public URL in front: a proxy usually takes it off. */
  readonly keepsPath: boolean;
  readonly cas: {
    /** Unset: a development server is started. */
    readonly url: string | undefined;
    readonly port: number;
    /** Whether the port was asked for: if not, another one will do when it is taken. */
    readonly portIsFixed: boolean;
    readonly version: '1' | '2' | '3' | 'saml';
    /** Unset: that of the protocol. */
    readonly namespace: readonly [string, ...string[]] | undefined;
    /** Unset: what tickets look like by the protocol. */
    readonly ticketPattern: RegExp | undefined;
    readonly flattenAttributes: boolean;
  };
  /** Address or file of an identity provider's metadata. Unset: a development one is started. */
  readonly samlIdpMetadata: string | undefined;
  /** A provider of OpenID Connect. Unset: a development one is started. */
  readonly oidc:
    | {
        readonly issuer: string;
        readonly clientId: string;
        /** Unset: a public client. */
        readonly clientSecret: string | undefined;
      }
    | undefined;
  readonly htpasswdFile: string;
  /** A directory in which people have passwords, too. */
  readonly ldap:
    | {
        readonly url: string;
        readonly startTls: boolean;
        /** With the certificate of an authority of its own. */
        readonly caFile: string | undefined;
        readonly bindDn: string | undefined;
        readonly bindPassword: string | undefined;
        readonly baseDn: string;
        /** The attribute that is the login name. */
        readonly userAttribute: string;
        /** Where groups are, whose names become tokens. */
        readonly groupsDn: string | undefined;
      }
    | undefined;
  /** A database in which people have passwords, too. Unset: the demo's own. */
  readonly databaseUrl: string | undefined;
  /** Where attributes are kept: none is in memory, several are the nodes of a Cluster. */
  readonly redisUrls: readonly string[];
  readonly ticket: {
    /** Newest first; empty: one is made up for this run. */
    readonly secrets: readonly string[];
    readonly digest: 'md5' | 'sha256' | 'sha512';
    readonly cookieName: string;
    readonly compat: 'repoze' | 'mod_auth_tkt';
  };
  readonly headerSso: {
    readonly on: boolean;
    /** Addresses and ranges of the front-end servers. */
    readonly trusted: readonly string[];
    /** Headers that name the user, in order of preference. */
    readonly user: readonly [string, ...string[]];
    readonly session: string | undefined;
    /** Headers that become attributes, under these names. */
    readonly attributes: readonly string[];
  };
  /** A file that the engine is made of, in the place of `engine.ts`. */
  readonly configFile: string | undefined;
  /** Whether the journeys of requests are kept, and shown to whoever is on this machine. */
  readonly trace: boolean;
  /** What the person who started the demo had better look at. */
  readonly warnings: readonly string[];
}

/** The password file that belongs to the demo. */
export const demoHtpasswdFile: string = fileURLToPath(new URL('../demo.htpasswd', import.meta.url));

/** What is wrong with the environment, in words for the person who started the demo. */
export class SettingsError extends Error {}

/** @throws {SettingsError} */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const known = ['AUTH_TKT_SECRET', 'AUTH_TKT_OLD_SECRETS'];
  const value = (name: string): string | undefined => {
    known.push(name);
    return env[name]?.trim() || undefined;
  };

  const oneOf = <const T extends string>(name: string, allowed: readonly T[], byDefault: T): T => {
    const given = value(name) ?? byDefault;
    const found = allowed.find((candidate) => candidate === given.toLowerCase());
    if (found === undefined) throw new SettingsError(`${name} must be one of ${allowed.join(', ')}, not "${given}".`);
    return found;
  };

  const port = (name: string, byDefault: number): number => {
    const given = value(name) ?? String(byDefault);
    const number = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
    if (!(number <= 65_535)) throw new SettingsError(`${name} must be a port from 0 to 65535, not "${given}".`);
    return number;
  };

  const url = (name: string): string | undefined => {
    const given = value(name);
    if (given !== undefined && !/^https?:$/.test(parseUrl(given)?.protocol ?? '')) {
      throw new SettingsError(`${name} must be an http or https URL, not "${given}".`);
    }
    return given?.replace(/\/+$/, '');
  };

  const pattern = (name: string): RegExp | undefined => {
    const given = value(name);
    try {
      return given === undefined ? undefined : new RegExp(given);
    } catch {
      throw new SettingsError(`${name} must be a regular expression, not "${given}".`);
    }
  };

  const list = (name: string, byDefault: string): [string, ...string[]] => {
    const [first, ...others] = (value(name) ?? byDefault).split(',').map((item) => item.trim());
    return [first ?? '', ...others];
  };

  const ldap = (): Settings['ldap'] => {
    const directory = {
      url: value('LDAP_URL'),
      startTls: oneOf('LDAP_STARTTLS', ['on', 'off'], 'off') === 'on',
      caFile: value('LDAP_CA'),
      bindDn: value('LDAP_BIND_DN'),
      bindPassword: value('LDAP_BIND_PASSWORD'),
      baseDn: value('LDAP_BASE'),
      userAttribute: value('LDAP_USER') ?? 'uid',
      groupsDn: value('LDAP_GROUPS'),
    };
    if (directory.url === undefined) return undefined;
    if (!/^ldaps?:\/\//.test(directory.url)) throw new SettingsError('LDAP_URL must be an ldap:// or ldaps:// URL.');
    if (directory.baseDn === undefined) throw new SettingsError('LDAP_URL needs LDAP_BASE: where people are.');
    return { ...directory, url: directory.url, baseDn: directory.baseDn };
  };

  const oidc = (): Settings['oidc'] => {
    // As it is: providers compare issuers to the letter, and some end in a slash.
    const [checked, issuer] = [url('OIDC_ISSUER'), value('OIDC_ISSUER')];
    const [clientId, clientSecret] = [value('OIDC_CLIENT_ID'), value('OIDC_CLIENT_SECRET')];
    if (checked === undefined || issuer === undefined) return undefined;
    if (clientId === undefined)
      throw new SettingsError('OIDC_ISSUER needs OIDC_CLIENT_ID: how the provider knows the demo.');
    return { issuer, clientId, clientSecret };
  };

  const session = value('HEADER_SSO_SESSION') ?? 'shib-session-id';
  const redisUrls = (value('REDIS_URL') ?? '')
    .split(',')
    .map((node) => node.trim())
    .filter(Boolean);
  if (!redisUrls.every((node) => /^rediss?:\/\//.test(node) && parseUrl(node))) {
    throw new SettingsError('REDIS_URL must be a redis:// or rediss:// URL, or a comma-separated list of them.');
  }

  const secret = env['AUTH_TKT_SECRET'] || undefined;
  const oldSecrets = (env['AUTH_TKT_OLD_SECRETS'] ?? '').split(',').filter(Boolean);
  if (secret === undefined && oldSecrets.length > 0) {
    throw new SettingsError('AUTH_TKT_OLD_SECRETS needs an AUTH_TKT_SECRET that replaces them.');
  }

  const publicUrl = url('PUBLIC_URL');
  if (publicUrl !== undefined && new URL(publicUrl).pathname.startsWith('//')) {
    throw new SettingsError('PUBLIC_URL must not have a path that begins with "//".');
  }

  const host = value('HOST') ?? '127.0.0.1';
  const settings = {
    port: port('PORT', 3000),
    host,
    configFile: value('WHO_CONFIG'),
    trace: oneOf('TRACE', ['on', 'off'], LOOPBACK.test(host) ? 'on' : 'off') === 'on',
    publicUrl,
    keepsPath: oneOf('PUBLIC_PATH', ['stripped', 'kept'], 'stripped') === 'kept',
    cas: {
      url: url('CAS_URL'),
      port: port('CAS_PORT', 3001),
      portIsFixed: value('CAS_PORT') !== undefined,
      version: oneOf('CAS_VERSION', ['1', '2', '3', 'saml'], '3'),
      namespace: value('CAS_NAMESPACE') === undefined ? undefined : list('CAS_NAMESPACE', ''),
      ticketPattern: pattern('CAS_TICKET_PATTERN'),
      flattenAttributes: oneOf('CAS_FLATTEN_ATTRIBUTES', ['on', 'off'], 'on') === 'on',
    },
    samlIdpMetadata: value('SAML_IDP_METADATA'),
    oidc: oidc(),
    htpasswdFile: value('HTPASSWD_FILE') ?? demoHtpasswdFile,
    ldap: ldap(),
    databaseUrl: value('DATABASE_URL'),
    redisUrls,
    ticket: {
      secrets: secret === undefined ? [] : [secret, ...oldSecrets],
      digest: oneOf('AUTH_TKT_DIGEST', ['md5', 'sha256', 'sha512'], 'sha256'),
      cookieName: value('AUTH_TKT_COOKIE') ?? 'auth_tkt',
      compat: oneOf('AUTH_TKT_COMPAT', ['repoze', 'mod_auth_tkt'], 'repoze'),
    },
    headerSso: {
      on: oneOf('HEADER_SSO', ['on', 'off'], 'off') === 'on',
      trusted: list('HEADER_SSO_TRUSTED', '127.0.0.1/32,::1/128'),
      user: list('HEADER_SSO_USER', 'remote_user,eppn'),
      session: session === 'none' ? undefined : session,
      attributes: list('HEADER_SSO_ATTRIBUTES', 'eppn,affiliation,entitlement,uid,mail,cn,sn,givenName,displayName'),
    },
  };
  // Longest first: of two names that are equally near, one is the beginning of the other.
  known.sort((a, b) => b.length - a.length);
  const warnings = Object.keys(env)
    .filter((name) => OURS.test(name) && !known.includes(name))
    .map((name) => `${name} is not known.${didYouMean(name, known)}`);
  if (settings.ldap?.url.startsWith('ldap:') && !settings.ldap.startTls) {
    warnings.push('LDAP_URL is without TLS: set LDAP_STARTTLS=on, or everybody on the way reads the passwords.');
  }
  if (secret === undefined && settings.configFile === undefined)
    warnings.push('AUTH_TKT_SECRET is not set: sign-ins end when the demo does.');
  return { ...settings, warnings };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** Variables that nobody else would set: one that is not known is misspelt. */
const OURS = /^(?:CAS|AUTH_TKT|HEADER_SSO|HTPASSWD|LDAP|OIDC|PUBLIC|SAML)_/;
