import { hasApache, startApache } from '../apache.js';
import type { ServerProcess } from '../server-process.js';

export const apacheIsThere: boolean = hasApache('auth_pubtkt');
export const needsApache: string = apacheIsThere
  ? ''
  : ' (skipped: needs Apache with libapache2-mod-auth-pubtkt, and root)';

/**
 * Starts Apache with mod_auth_pubtkt. Its answers say in `X-User`, `X-Tokens` and `X-Data` what it made of the ticket,
 * between `<` and `>`, and in `X-Authorization` what applications behind it get.
 *
 * @param publicKeys PEM, by names that directives can refer to
 * @param areas directives of mod_auth_pubtkt, by the names of pages
 */
export function startModAuthPubtkt(
  publicKeys: Readonly<Record<string, string>>,
  areas: Readonly<Record<string, readonly string[]>>,
): Promise<ServerProcess> {
  const pages = Object.fromEntries(Object.keys(areas).map((name) => [name, 'protected']));
  return startApache({
    modules: ['auth_pubtkt'],
    files: { ...publicKeys, ...pages },
    configuration: [
      'AllowEncodedSlashes On',
      ...Object.entries(areas).flatMap(([name, directives]) => [
        `<Location /${name}>`,
        '  AuthType mod_auth_pubtkt',
        '  Require valid-user',
        ...directives.map((line) => `  ${line}`),
        '  Header always set X-User "expr=<%{REMOTE_USER}>"',
        '  Header always set X-Tokens "<%{REMOTE_USER_TOKENS}e>"',
        '  Header always set X-Data "<%{REMOTE_USER_DATA}e>"',
        '  Header always set X-Authorization "expr=%{req:Authorization}"',
        '</Location>',
      ]),
    ],
  });
}
