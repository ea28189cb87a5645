import { checkChoice } from './checks.js';

/** How the provider ends sessions here. */
export interface OidcSignOutOptions {
  /**
   * How the provider may say that a session is over, where there are `sessions`: `back`, by a logout token that it sends
   * to the callback path itself; `front`, by a frame in the user's browser that asks for that path; or `both`. Nothing
   * proves what comes through a browser: whoever knows the name of a session can end it. @default 'back'
   */
  readonly logoutChannel?: OidcLogoutChannel | undefined;
}

/** How the provider may say that a session is over. */
export type OidcLogoutChannel = 'back' | 'front' | 'both';

export interface LogoutSettings {
  readonly backChannel: boolean;
  readonly frontChannel: boolean;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveLogout(options: OidcSignOutOptions & { readonly sessions?: unknown }): LogoutSettings {
  const channel = checkChoice('logoutChannel', options.logoutChannel ?? 'back', ['back', 'front', 'both']);
  const hasSessions = options.sessions !== undefined;
  return { backChannel: hasSessions && channel !== 'front', frontChannel: hasSessions && channel !== 'back' };
}
