import { randomBytes } from 'node:crypto';
import { sampleUsers } from '@who/dev-cas-server';
import type { Settings } from './settings.js';

/** Where people sign in by OpenID Connect, and what the demo is there. */
export interface OidcPlace {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  close(): Promise<void>;
}

/** The provider of the settings, or one for development that knows the people of the development CAS server. */
export async function openOidc(provider: Settings['oidc'], publicUrl: string): Promise<OidcPlace> {
  if (provider) return { ...provider, close: async () => {} };
  const { startDevOidcProvider } = await import('@who/dev-oidc-provider');
  const clientId = 'demo';
  const clientSecret = randomBytes(32).toString('base64url');
  const callback = `${publicUrl}/login/oidc`;
  const { issuer, close } = await startDevOidcProvider({
    users: sampleUsers,
    clients: [
      {
        clientId,
        clientSecret,
        redirectUris: [callback],
        postLogoutRedirectUris: [`${publicUrl}/`],
        backchannelLogoutUri: callback,
      },
    ],
  });
  return { issuer, clientId, clientSecret, close };
}
