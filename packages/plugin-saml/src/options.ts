import { checkOptions, type OptionNames } from '@who/core';
import { SSO_CONNECTION_OPTIONS, SSO_OPTIONS, type SsoConnectionOptions, type SsoOptions } from '@who/sso';
import { type KeySettings, resolveKeys, type SamlKeyOptions } from './keys/own-keys.js';
import { PACKAGE } from './naming.js';
import { type AnswerSettings, resolveAnswers, type SamlAnswerOptions } from './options/answers.js';
import { type IdpSettings, resolveIdp, type SamlIdpOptions } from './options/idp.js';
import type { OwnSettings, SamlOwnOptions } from './options/own.js';

/** How `saml` is set up. */
export interface SamlOptions
  extends SsoOptions,
    SamlIdpOptions,
    SamlOwnOptions,
    SamlKeyOptions,
    SamlAnswerOptions,
    SsoConnectionOptions {}

/** Options with their defaults, checked: those that the base does not know. */
export interface SamlSettings extends IdpSettings, OwnSettings, KeySettings, AnswerSettings {}

/** The compiler holds these complete. */
const NAMES: OptionNames<SamlOptions> = {
  ...SSO_OPTIONS,
  ...SSO_CONNECTION_OPTIONS,
  idpMetadata: true,
  idpEntityId: true,
  metadataCertificates: true,
  metadataReloadSeconds: true,
  entityId: true,
  metadataPath: true,
  singleLogoutPath: true,
  requestBinding: true,
  nameIdFormat: true,
  privateKey: true,
  certificates: true,
  decryptionKeys: true,
  encryptionCertificate: true,
  userid: true,
  attributeNames: true,
  authnContexts: true,
  renew: true,
  clockToleranceSeconds: true,
  legacyAlgorithms: true,
};

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: SamlOptions): IdpSettings & KeySettings & AnswerSettings {
  checkOptions(PACKAGE, options, NAMES);
  return { ...resolveIdp(options), ...resolveKeys(options), ...resolveAnswers(options) };
}
