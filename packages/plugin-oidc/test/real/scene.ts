import type { ClientMetadata, Configuration } from 'oidc-provider';
import type { OidcOptions } from '../../src/index.js';
import { type RealProvider, startRealProvider } from './provider.js';
import { type Site, type SiteOptions, startSite } from './site.js';

/** An application, and the provider that it signs people in through. */
export interface RealScene extends AsyncDisposable {
  readonly site: Site;
  readonly provider: RealProvider;
}

export interface SceneOptions extends Pick<SiteOptions, 'sessions'> {
  /** What the provider knows of the client, beside its id, secret and addresses. */
  readonly client?: Partial<ClientMetadata> | undefined;
  readonly configuration?: Configuration | undefined;
  /** How the plugin is set up, beside that. */
  readonly options?: Partial<OidcOptions> | undefined;
}

export const CLIENT_ID = 'the-app';
export const CLIENT_SECRET = 'a client secret of the tests';

export async function startScene({ client, configuration, options, sessions }: SceneOptions = {}): Promise<RealScene> {
  let provider: RealProvider | undefined;
  const site = await startSite({
    sessions,
    async options(url) {
      provider = await startRealProvider({ clients: [{ ...clientAt(url), ...client }], configuration });
      return { issuer: provider.issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, ...options };
    },
  });
  const started = provider as RealProvider;
  return {
    site,
    provider: started,
    async [Symbol.asyncDispose]() {
      await site.close();
      await started.close();
    },
  };
}

/** A client that is at an address. */
export function clientAt(url: string): ClientMetadata {
  return {
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    redirect_uris: [`${url}/login/oidc`],
    post_logout_redirect_uris: [`${url}/`],
    backchannel_logout_uri: `${url}/login/oidc`,
    backchannel_logout_session_required: true,
  };
}
