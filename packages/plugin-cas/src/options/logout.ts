import { check, checkChoice, checkFlag, checkPath, type Resolved } from './checks.js';

/** How people sign out. */
export interface CasSignOutOptions {
  /**
   * Path at which a POST signs out here and, for who came from this server, at CAS. Plugins may share it: each leaves
   * those who came another way to the others. @default none: the application calls `logout()` and `logoutUrl()` itself
   */
  readonly logoutPath?: string | undefined;
  /** Also sign out by GET. Prefetching browsers and pasted links then sign people out. @default false */
  readonly logoutByGet?: boolean | undefined;
  /**
   * How the CAS logout page learns where to go on: `service` (CAS 3), `url` (CAS 2), or `both`. Not all servers
   * tolerate the one that they do not know: LemonLDAP::NG refuses to sign out at a `url`. @default 'service'
   */
  readonly logoutParameter?: LogoutParameter | undefined;
}

/** How the CAS logout page learns where to go on. */
export type LogoutParameter = 'service' | 'url' | 'both';

export interface LogoutSettings extends Resolved<Omit<CasSignOutOptions, 'logoutPath'>> {
  readonly logoutPath: string | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveLogout({ logoutPath, ...options }: CasSignOutOptions, callbackPath: string): LogoutSettings {
  if (logoutPath !== undefined) {
    check(checkPath('logoutPath', logoutPath) !== callbackPath, 'logoutPath', 'must not be the callback path.');
  }
  return {
    logoutPath,
    logoutByGet: checkFlag('logoutByGet', options.logoutByGet),
    logoutParameter: checkChoice('logoutParameter', options.logoutParameter ?? 'service', ['service', 'url', 'both']),
  };
}
