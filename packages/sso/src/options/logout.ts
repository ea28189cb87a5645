import { ssoChecks } from './checks.js';

/** How people sign out. */
export interface SsoLogoutOptions {
  /**
   * Path at which a POST signs out here and, for who came through this plugin, at the other side. Plugins may share it:
   * each leaves those who came another way to the others.
   * @default none: the application calls `logout()` and `logoutUrl()` itself
   */
  readonly logoutPath?: string | undefined;
  /** Also sign out by GET. Prefetching browsers and pasted links then sign people out. @default false */
  readonly logoutByGet?: boolean | undefined;
}

export interface LogoutSettings {
  readonly logoutPath: string | undefined;
  readonly logoutByGet: boolean;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveLogout(
  { logoutPath, logoutByGet }: SsoLogoutOptions,
  plugin: string,
  callbackPath: string,
): LogoutSettings {
  const { check, checkFlag, checkPath } = ssoChecks(plugin);
  if (logoutPath !== undefined) {
    check(checkPath('logoutPath', logoutPath) !== callbackPath, 'logoutPath', 'must not be the callback path.');
  }
  return { logoutPath, logoutByGet: checkFlag('logoutByGet', logoutByGet) };
}
