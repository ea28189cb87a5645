import { type DemoProcess, startDemo } from '../../demo/test/demo-process.js';
import { inOrder } from './in-order.js';
import type { Peer } from './peer.js';
import { startShibboleth } from './shibboleth.js';
import type { ServiceProvider } from './simplesamlphp.js';

/** The demo behind Apache with mod_shib, which protects the one path where people sign in. */
export interface ShibbolethDemo {
  /** Where people find it: at the front end. */
  readonly url: string;
  /** Where the demo itself listens. */
  readonly behind: URL;
  readonly demo: DemoProcess;
  stop(): Promise<void>;
}

export interface ShibbolethDemoOptions {
  readonly at: ServiceProvider;
  readonly idp: Peer;
  readonly checkSpoofing: boolean;
  /** What Apache does besides. */
  readonly configuration?: readonly string[] | undefined;
}

export function startShibbolethDemo(options: ShibbolethDemoOptions): Promise<ShibbolethDemo> {
  const { at, idp, checkSpoofing, configuration = [] } = options;
  return inOrder(async (keep) => {
    const sso = { HEADER_SSO: 'on', HEADER_SSO_TRUSTED: '127.0.0.1/32' };
    const demo = keep(await startDemo({ PUBLIC_URL: at.url, ...sso }));
    const behind = listensOn(demo);
    const apache = keep(
      await startShibboleth(at, idp, {
        checkSpoofing,
        configuration: [
          // What mod_shib answers itself.
          'ProxyPass /Shibboleth.sso !',
          'ProxyPreserveHost On',
          ...configuration,
          ...protect('/login/sso'),
          `ProxyPass / ${behind.href}`,
        ],
      }),
    );
    return { url: apache.url, behind, demo };
  });
}

/** Where a demo listens itself: its public URL may be that of a front end. */
export function listensOn(demo: DemoProcess): URL {
  return new URL(/^It listens on (\S+)$/m.exec(demo.output())?.[1] ?? '');
}

/** Lets Shibboleth in front of a path, which then gets the headers. */
export function protect(path: string, ...settings: readonly string[]): readonly string[] {
  return [
    `<Location ${path}>`,
    'AuthType shibboleth',
    'ShibRequestSetting requireSession true',
    'ShibUseHeaders On',
    'Require shib-session',
    ...settings,
    '</Location>',
  ];
}
