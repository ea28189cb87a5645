export type { SsoAttributes } from './attributes.js';
export type { ClientCertificate } from './certificate.js';
export type { HeaderSsoCredentials } from './credentials.js';
export type { HeaderSsoAnswerCode, HeaderSsoErrorCode } from './errors.js';
export {
  type HeaderSsoLogoutOptions,
  type HeaderSsoMetadata,
  type HeaderSsoPlugin,
  headerSso,
} from './header-sso.js';
export type { FrontEndSecret, HeaderSsoOptions } from './options.js';
export { type HeaderSsoPreset, presets } from './presets.js';
