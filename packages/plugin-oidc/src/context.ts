import type { OidcSettings } from './options.js';
import type { ProviderFor } from './provider/provider.js';
import type { HasOthers } from './sign-in/others.js';
import type { TokenStore } from './tokens-kept/token-store.js';

/** What the parts of one plugin share. */
export interface OidcContext {
  readonly settings: OidcSettings;
  readonly providerFor: ProviderFor;
  readonly hasOthers: HasOthers;
  /** Present where tokens are kept. */
  readonly tokens: TokenStore | undefined;
}
