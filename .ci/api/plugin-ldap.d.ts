// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { ConnectionOptions } from 'node:tls';
import type { Exchange } from '@who/core';
import type { MetadataProvider } from '@who/core';
import type { Session } from '@who/secrets';
import type { SignInRefusalCode } from '@who/core';

type AttributeKind = 'text' | 'binary';

type AttributeKinds = Readonly<Record<string, AttributeKind>>;

interface Ldap<Kinds extends AttributeKinds = AttributeKinds, Name extends string = string> extends Authenticator, MetadataProvider<{
  readonly [N in Name]: LdapMetadata<Kinds>;
}> {
  isUserAllowed(userid: string): Promise<boolean>;
  isRevoked(session: Session): Promise<boolean>;
  close(): void;
}

type LdapErrorCode = 'BAD_OPTION' | 'LDAP_UNAVAILABLE' | 'LDAP_TIMEOUT' | 'LDAP_BUSY' | 'LDAP_ACCOUNT_REFUSED' | 'LDAP_FAILED' | 'LDAP_LIMIT' | 'LDAP_CLOSED' | 'LDAP_UNSUPPORTED';

interface LdapGroups {
  readonly by: 'memberOf' | 'member' | 'uniqueMember' | 'memberUid' | 'activeDirectory';
  readonly baseDn?: string | undefined;
  readonly filter?: string | undefined;
  readonly nameAttribute?: string | undefined;
  readonly levels?: number | undefined;
}

interface LdapMetadata<Kinds extends AttributeKinds = AttributeKinds> {
  readonly attributes: {
    readonly [A in keyof Kinds]: ValuesOf<Kinds[A]>;
  };
  readonly groups: readonly string[];
}

interface LdapOptions<Kinds extends AttributeKinds = AttributeKinds, Name extends string = string> {
  readonly urls: string | readonly [
    string,
    ...string[]
  ];
  readonly clearText?: boolean | undefined;
  readonly tls?: LdapTls | undefined;
  readonly bindDn?: string | undefined;
  readonly bindPassword?: string | undefined;
  readonly baseDn: string;
  readonly scope?: 'one' | 'sub' | undefined;
  readonly filter?: string | undefined;
  readonly useridAttribute?: string | undefined;
  readonly loginAttributes?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly userDn?: string | undefined;
  readonly decoyDn?: string | undefined;
  readonly attributes?: Kinds | undefined;
  readonly groups?: LdapGroups | undefined;
  readonly name?: Name | undefined;
  readonly passwordChangedAttribute?: string | undefined;
  readonly recheckSeconds?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxConnections?: number | undefined;
  readonly maxQueued?: number | undefined;
  readonly tell?: readonly SignInRefusalCode[] | undefined;
  readonly onRefused?: ((exchange: Exchange, refusal: Refusal) => void) | undefined;
  readonly onPasswordWarning?: ((exchange: Exchange, warning: PasswordWarning) => void) | undefined;
}

type LdapTls = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'minVersion' | 'servername'>;

type NotFound = 'UNKNOWN_USER' | 'AMBIGUOUS_USER' | 'NO_USERID';

interface PasswordWarning {
  readonly userid: string;
  readonly expiresInSeconds?: number;
  readonly graceLoginsLeft?: number;
}

interface Refusal {
  readonly code: RefusalCode;
  readonly login: string;
}

type RefusalCode = NotFound | 'WRONG_PASSWORD' | SignInRefusalCode;

type ValuesOf<K extends AttributeKind> = K extends 'binary' ? readonly Buffer[] : readonly string[];

declare function ldap<const Kinds extends AttributeKinds = Record<never, never>, const Name extends string = 'ldap'>(options: LdapOptions<Kinds, Name>): Ldap<NoInfer<Kinds>, NoInfer<Name>>;

// @who/plugin-ldap
export {
  AttributeKind,
  AttributeKinds,
  Ldap,
  LdapErrorCode,
  LdapGroups,
  LdapMetadata,
  LdapOptions,
  LdapTls,
  PasswordWarning,
  Refusal,
  RefusalCode,
  Session,
  ValuesOf,
  ldap,
};
