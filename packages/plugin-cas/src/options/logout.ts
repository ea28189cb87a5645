import type { SsoLogoutOptions } from '@who/sso';

/** How people sign out. */
export interface CasSignOutOptions extends SsoLogoutOptions {
  /**
   * How the CAS logout page learns where to go on: `service` (CAS 3), `url` (CAS 2), or `both`. Not all servers
   * tolerate the one that they do not know: LemonLDAP::NG refuses to sign out at a `url`. @default 'service'
   */
  readonly logoutParameter?: LogoutParameter | undefined;
}

/** How the CAS logout page learns where to go on. */
export type LogoutParameter = 'service' | 'url' | 'both';
