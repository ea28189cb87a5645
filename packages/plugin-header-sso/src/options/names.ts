import type { OptionNames } from '@who/core';
import type { FrontEndSecret, HeaderSsoOptions } from '../options.js';
import type { ClientCertificate } from '../trust/certificate.js';

// What there is to choose, for refusing everything else by name.

export const OPTION_NAMES: OptionNames<HeaderSsoOptions> = {
  trustedPeers: true,
  unsafeTrustEveryPeer: true,
  secret: true,
  clientCertificate: true,
  paths: true,
  userHeaders: true,
  sessionHeader: true,
  scopes: true,
  userPattern: true,
  mapUser: true,
  attributes: true,
  separator: true,
  encoding: true,
  encodedWords: true,
  maxValues: true,
  maxValueLength: true,
  alsoControlled: true,
  alwaysConceal: true,
  untrusted: true,
  rememberer: true,
  signInPath: true,
  onVanished: true,
  onChanged: true,
  loginUrl: true,
  loginParameter: true,
  logoutUrl: true,
  logoutParameter: true,
  logoutPath: true,
  logoutByGet: true,
};

export const SECRET_NAMES: OptionNames<FrontEndSecret> = { header: true, values: true };

export const CERTIFICATE_NAMES: OptionNames<ClientCertificate> = { fingerprints: true, commonNames: true };
