import { existsSync } from 'node:fs';
import { hasApache, startApache } from './apache.js';
import { type Peer, startPeer } from './peer.js';
import type { ServerProcess } from './server-process.js';
import { missingForSaml, type ServiceProvider } from './simplesamlphp.js';

/** What a sign-in through Shibboleth needs, and is not installed. */
export const missingForShibboleth: readonly string[] = [
  ...missingForSaml,
  ...(existsSync('/usr/sbin/shibd') && hasApache('shib') ? [] : ['Shibboleth']),
];

export interface ShibbolethOptions {
  /** Whether mod_shib answers 500 to clients that send headers of its own. */
  readonly checkSpoofing: boolean;
  /** What Apache does besides. */
  readonly configuration: readonly string[];
}

/** Starts Apache with mod_shib, and shibd. */
export async function startShibboleth(
  { port, entityId }: ServiceProvider,
  idp: Peer,
  { checkSpoofing, configuration }: ShibbolethOptions,
): Promise<ServerProcess> {
  const shibd = await startPeer('shibd', entityId, `${idp.ready}/idp`, `${idp.folder}/idp.xml`, String(checkSpoofing));
  try {
    const apache = await startApache({
      port,
      modules: ['proxy', 'proxy_http', 'setenvif', 'shib'],
      configuration: [`ShibConfig ${shibd.ready}`, 'ShibCompatValidUser Off', 'UseCanonicalName On', ...configuration],
    });
    return {
      url: apache.url,
      async stop() {
        await apache.stop();
        await shibd.stop();
      },
    };
  } catch (error) {
    await shibd.stop();
    throw error;
  }
}
