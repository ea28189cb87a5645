export type { Session } from '@who/secrets';
export type { LdapErrorCode } from './errors.js';
export type { LdapGroups } from './groups/options.js';
export { type Ldap, ldap } from './ldap.js';
export type { LdapMetadata } from './metadata.js';
export type { AttributeKinds, LdapOptions } from './options.js';
export type { AttributeKind, ValuesOf } from './people/attributes.js';
export type { PasswordWarning, Refusal, RefusalCode } from './sign-in/verdict.js';
export type { LdapTls } from './wire/dial.js';
