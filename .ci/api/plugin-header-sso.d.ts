// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Challenger } from '@who/core';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { Identification } from '@who/core';
import type { Identifier } from '@who/core';
import type { MetadataProvider } from '@who/core';
import type { PluginNeeds } from '@who/core';

interface ClientCertificate {
  readonly fingerprints?: readonly string[] | undefined;
  readonly commonNames?: readonly string[] | undefined;
}

interface FoundHeaders {
  readonly values: readonly (string | undefined)[];
  readonly ambiguous: boolean;
}

interface FrontEndSecret {
  readonly header: string;
  readonly values: readonly [
    string,
    ...string[]
  ];
}

type HeaderSsoAnswerCode = 'HEADER_SSO_AMBIGUOUS' | 'HEADER_SSO_UNTRUSTED' | 'HEADER_SSO_NO_SESSION' | 'HEADER_SSO_USER_REFUSED' | 'HEADER_SSO_LOOP' | 'HEADER_SSO_SESSION_ENDED' | 'HEADER_SSO_LOGOUT_REFUSED';

declare class HeaderSsoCredentials extends Credentials {
  readonly user: string;
  readonly values: FoundHeaders['values'];
  readonly owner: object;
  constructor(user: string, values: FoundHeaders['values'], owner: object);
}

type HeaderSsoErrorCode = 'BAD_OPTION' | 'BAD_PLUGIN' | 'HEADER_SSO_NOT_AUTHENTICATOR' | 'HEADER_SSO_MAP_USER_FAILED';

interface HeaderSsoLogoutOptions {
  readonly returnTo?: string | undefined;
}

interface HeaderSsoMetadata {
  readonly attributes?: SsoAttributes;
}

interface HeaderSsoOptions {
  readonly trustedPeers?: readonly string[] | undefined;
  readonly unsafeTrustEveryPeer?: boolean | undefined;
  readonly secret?: FrontEndSecret | undefined;
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly paths?: 'all' | readonly string[] | undefined;
  readonly userHeaders: readonly [
    string,
    ...string[]
  ];
  readonly sessionHeader?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly userPattern?: RegExp | undefined;
  readonly mapUser?: ((user: string) => string | undefined) | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly separator?: string | undefined;
  readonly encoding?: ValueRules['encoding'] | undefined;
  readonly encodedWords?: boolean | undefined;
  readonly maxValues?: number | undefined;
  readonly maxValueLength?: number | undefined;
  readonly alsoControlled?: readonly string[] | undefined;
  readonly alwaysConceal?: readonly string[] | undefined;
  readonly untrusted?: 'conceal' | 'refuse' | undefined;
  readonly rememberer?: string | undefined;
  readonly signInPath?: string | undefined;
  readonly onVanished?: 'sign-out' | 'keep' | undefined;
  readonly onChanged?: 'switch' | 'keep' | undefined;
  readonly loginUrl?: string | undefined;
  readonly loginParameter?: string | undefined;
  readonly logoutUrl?: string | undefined;
  readonly logoutParameter?: string | undefined;
  readonly logoutPath?: string | undefined;
  readonly logoutByGet?: boolean | undefined;
}

interface HeaderSsoPlugin extends Identifier, Authenticator, Challenger, MetadataProvider<HeaderSsoMetadata>, Required<PluginNeeds> {
  identify(exchange: Exchange): HeaderSsoCredentials | Identification | undefined;
  logoutUrl(exchange: Exchange, options?: HeaderSsoLogoutOptions): string;
}

type HeaderSsoPreset = Pick<HeaderSsoOptions, 'userHeaders'> & Partial<Pick<HeaderSsoOptions, 'sessionHeader' | 'separator' | 'encoding' | 'alsoControlled' | 'alwaysConceal' | 'loginUrl' | 'loginParameter' | 'logoutUrl' | 'logoutParameter'>>;

type SsoAttributes = Readonly<Record<string, readonly string[]>>;

interface ValueRules {
  readonly separator: string;
  readonly encoding: 'backslash' | 'url' | 'none';
  readonly encodedWords: boolean;
  readonly maxValues: number;
  readonly maxValueLength: number;
}

declare function headerSso(options: HeaderSsoOptions): HeaderSsoPlugin;

declare const presets: {
  readonly shibboleth: HeaderSsoPreset;
  readonly shibbolethEnvironment: HeaderSsoPreset;
  readonly mellon: HeaderSsoPreset;
  readonly openidc: HeaderSsoPreset;
  readonly oauth2Proxy: HeaderSsoPreset;
  readonly remoteUser: HeaderSsoPreset;
};

// @who/plugin-header-sso
export {
  ClientCertificate,
  FrontEndSecret,
  HeaderSsoAnswerCode,
  HeaderSsoCredentials,
  HeaderSsoErrorCode,
  HeaderSsoLogoutOptions,
  HeaderSsoMetadata,
  HeaderSsoOptions,
  HeaderSsoPlugin,
  HeaderSsoPreset,
  SsoAttributes,
  headerSso,
  presets,
};
