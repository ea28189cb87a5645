import type { OidcSettings } from './options.js';
import type { ProviderFor } from './provider/provider.js';
import type { HasOthers } from './sign-in/others.js';

/** What the parts of one plugin share. */
export interface OidcContext {
  readonly settings: OidcSettings;
  readonly providerFor: ProviderFor;
  readonly hasOthers: HasOthers;
}
