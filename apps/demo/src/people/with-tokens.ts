import { type Authenticator, Identity, type MetadataProvider } from '@who/core';

/**
 * Gives those who sign in their groups as tokens, which stay with the sign-in: a ticket keeps them, whatever changes
 * meanwhile. Where the groups of this very moment count, take them from the metadata instead.
 */
export function withTokens<M extends object>(
  plugin: Authenticator & MetadataProvider<M>,
  tokensOf: (metadata: M) => readonly string[],
): Authenticator {
  return {
    async authenticate(exchange, credentials) {
      const authentication = await plugin.authenticate(exchange, credentials);
      if (!authentication) return undefined;
      const metadata = await plugin.addMetadata(exchange, new Identity(authentication));
      return metadata ? { ...authentication, tokens: tokensOf(metadata) } : authentication;
    },
  };
}
