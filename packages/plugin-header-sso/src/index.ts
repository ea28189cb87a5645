export type { HeaderSsoCredentials } from './credentials.js';
export type { HeaderSsoAnswerCode, HeaderSsoErrorCode } from './errors.js';
export {
  type HeaderSsoLogoutOptions,
  type HeaderSsoMetadata,
  type HeaderSsoPlugin,
  headerSso,
} from './header-sso.js';
export type { SsoAttributes } from './headers/attributes.js';
export { type HeaderSsoPreset, presets } from './options/presets.js';
export type { FrontEndSecret, HeaderSsoOptions } from './options.js';
export type { ClientCertificate } from './trust/certificate.js';
