// What users of the package see. Written by "npx -y pnpm@12 api".

import type { SsoConnectionOptions } from '@who/sso';
import type { SsoErrorCode } from '@who/sso';
import type { SsoOptions } from '@who/sso';
import type { SsoPageCode } from '@who/sso';
import type { SsoPlainCode } from '@who/sso';
import type { SsoPlugin } from '@who/sso';

declare const BINDINGS: {
  readonly redirect: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
  readonly post: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
};

type Binding = keyof typeof BINDINGS;

type LegacyAlgorithm = 'sha1' | 'aes-cbc' | 'rsa-1_5';

declare const NAME_ID_FORMATS: {
  readonly unspecified: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
  readonly emailAddress: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
  readonly x509SubjectName: "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
  readonly windowsDomainQualifiedName: "urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName";
  readonly kerberos: "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos";
  readonly persistent: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
  readonly transient: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
};

interface NameId {
  readonly value: string;
  readonly format: string;
  readonly nameQualifier?: string | undefined;
  readonly spNameQualifier?: string | undefined;
}

interface SamlAnswerOptions {
  readonly userid?: 'NameID' | (string & {}) | ((subject: SamlSubject) => string | undefined) | undefined;
  readonly attributeNames?: Readonly<Record<string, string>> | undefined;
  readonly authnContexts?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly renew?: boolean | undefined;
  readonly clockToleranceSeconds?: number | undefined;
  readonly legacyAlgorithms?: readonly LegacyAlgorithm[] | undefined;
}

type SamlAttributes = Readonly<Record<string, readonly string[]>>;

type SamlErrorCode = SsoErrorCode<'SAML'> | 'SAML_KEY_MISSING';

interface SamlIdpOptions {
  readonly idpMetadata: string;
  readonly idpEntityId?: string | undefined;
  readonly metadataCertificates?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly metadataReloadSeconds?: number | undefined;
}

interface SamlKeyOptions {
  readonly privateKey?: string | undefined;
  readonly certificates?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly decryptionKeys?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly encryptionCertificate?: string | undefined;
}

interface SamlOptions extends SsoOptions, SamlIdpOptions, SamlOwnOptions, SamlKeyOptions, SamlAnswerOptions, SsoConnectionOptions {
}

interface SamlOwnOptions {
  readonly entityId?: string | undefined;
  readonly metadataPath?: string | undefined;
  readonly singleLogoutPath?: string | undefined;
  readonly requestBinding?: Binding | undefined;
  readonly nameIdFormat?: keyof typeof NAME_ID_FORMATS | undefined;
}

type SamlPageCode = SsoPageCode<'SAML', 'RESPONSE'> | 'SAML_USERID_MISSING';

type SamlPlainCode = SsoPlainCode<'SAML'>;

interface SamlPlugin extends SsoPlugin {
  metadata(publicUrl: string): string;
}

interface SamlSubject {
  readonly idp: string;
  readonly nameId: NameId | undefined;
  readonly attributes: SamlAttributes;
}

declare function saml(options: SamlOptions): SamlPlugin;

// @who/plugin-saml
export {
  LegacyAlgorithm,
  NameId,
  SamlAnswerOptions,
  SamlAttributes,
  SamlErrorCode,
  SamlIdpOptions,
  SamlKeyOptions,
  SamlOptions,
  SamlOwnOptions,
  SamlPageCode,
  SamlPlainCode,
  SamlPlugin,
  SamlSubject,
  saml,
};
