import { startApache } from './apache.js';
import type { ServerProcess } from './server-process.js';

/**
 * Starts Apache with mod_auth_tkt on everything. Its answers say in `X-User`, `X-Tokens` and `X-Data` what it made of
 * the ticket.
 *
 * @param directives more directives of mod_auth_tkt
 */
export function startModAuthTkt(directives: readonly string[]): Promise<ServerProcess> {
  const isForServer = (line: string): boolean => /^TKTAuth(?:Secret|DigestType)/.test(line);
  return startApache({
    modules: ['auth_tkt'],
    files: { page: 'protected' },
    configuration: [
      ...directives.filter(isForServer),
      '<Location />',
      '  AuthType None',
      '  Require valid-user',
      '  TKTAuthLoginURL http://login.example.test/',
      '  TKTAuthIgnoreIP on',
      ...directives.filter((line) => !isForServer(line)),
      '  Header always set X-User "expr=%{REMOTE_USER}"',
      '  Header always set X-Tokens "%{REMOTE_USER_TOKENS}e"',
      '  Header always set X-Data "%{REMOTE_USER_DATA}e"',
      '</Location>',
    ],
  });
}
