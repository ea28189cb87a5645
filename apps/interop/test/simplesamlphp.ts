import { existsSync } from 'node:fs';
import { type Peer, startPeer } from './peer.js';
import { freePort } from './ports.js';

/** What the identity provider needs, and is not installed. */
export const missingForSaml: readonly string[] = [
  ['SimpleSAMLphp', existsSync('/usr/share/simplesamlphp/www')],
  ['php', existsSync('/usr/bin/php')],
].flatMap(([name, isThere]) => (isThere ? [] : [String(name)]));

/** Where a service provider of the identity provider lives, and where it gets its messages. */
export interface ServiceProvider {
  readonly port: number;
  readonly url: string;
  readonly entityId: string;
  readonly responsesUrl: string;
  readonly logoutUrl: string;
}

/** A place for a service provider, on a free port. */
export async function serviceProvider(kind: keyof typeof PATHS): Promise<ServiceProvider> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { entity, responses, logout } = PATHS[kind];
  return { port, url, entityId: url + entity, responsesUrl: url + responses, logoutUrl: url + logout };
}

const PATHS = {
  shibboleth: {
    entity: '/shibboleth',
    responses: '/Shibboleth.sso/SAML2/POST',
    logout: '/Shibboleth.sso/SLO/Redirect',
  },
  mellon: { entity: '/mellon/metadata', responses: '/mellon/postResponse', logout: '/mellon/logout' },
};

/** Starts SimpleSAMLphp for some service providers. Its host is another than theirs, as browsers see it. */
export async function startSimpleSaml(...providers: readonly ServiceProvider[]): Promise<Peer> {
  const known = providers.flatMap(({ entityId, responsesUrl, logoutUrl }) => [entityId, responsesUrl, logoutUrl]);
  return startPeer('simplesamlphp', String(await freePort()), ...known);
}
