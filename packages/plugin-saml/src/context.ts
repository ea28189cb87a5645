import type { Logger } from '@who/core';
import type { SsoBase } from '@who/sso';
import type { IdpSource } from './metadata/idp-source.js';
import type { SamlSettings } from './options.js';

/** What the parts of one plugin share. */
export interface SamlContext {
  readonly base: SsoBase<'SAML'>;
  readonly settings: SamlSettings;
  readonly idp: IdpSource;
  /** What the application is called at one public URL. */
  readonly entityIdAt: (publicUrl: string) => string;
  /** Tells of attributes that are not taken, each once. */
  readonly warnLeftOut: (logger: Logger, names: readonly string[]) => void;
}
