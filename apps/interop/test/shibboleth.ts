import { existsSync } from 'node:fs';
import { hasApache, startApache } from './apache.js';
import { inOrder } from './in-order.js';
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
export function startShibboleth(
  { port, entityId }: ServiceProvider,
  idp: Peer,
  { checkSpoofing, configuration }: ShibbolethOptions,
): Promise<ServerProcess> {
  return inOrder(async (keep) => {
    const source = [`${idp.ready}/idp`, `${idp.folder}/idp.xml`];
    const shibd = keep(await startPeer('shibd', entityId, ...source, String(checkSpoofing)));
    const own = [`ShibConfig ${shibd.ready}`, 'ShibCompatValidUser Off', 'UseCanonicalName On'];
    const modules = ['proxy', 'proxy_http', 'setenvif', 'shib'];
    const { url } = keep(await startApache({ port, modules, configuration: [...own, ...configuration] }));
    return { url };
  });
}
