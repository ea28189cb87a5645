import { createWho, type Who } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { cas } from '@who/plugin-cas';
import { headerSso, presets } from '@who/plugin-header-sso';
import { people } from './http/applications/people.js';
import { secret } from './secret.js';

/**
 * An engine with every way in, set up as the plugins' READMEs do: the front end on this machine is trusted on the path
 * where it signs in, and CAS is asked about tickets of its own only. A request that brings a ticket of ours is looked
 * over by all of them, and none of the others finds anything.
 */
export function ssoEngine(): Who {
  return createWho({
    publicUrl: 'http://127.0.0.1',
    plugins: {
      sso: headerSso({
        ...presets.shibboleth,
        trustedPeers: ['127.0.0.1', '::1'],
        signInPath: '/login/sso',
        encoding: 'url',
        scopes: ['example.org'],
        attributes: { mail: 'mail', affiliation: 'affiliation', displayName: 'displayName' },
        rememberer: 'ticket',
        logoutPath: '/logout',
      }),
      cas: cas({ casUrl: 'https://cas.example.org/cas', rememberer: 'ticket', logoutPath: '/logout' }),
      ticket: authTkt({ secrets: [secret] }),
      basic: basicAuth({ realm: 'Example', rememberer: 'ticket' }),
      people: people(),
    },
    identifiers: ['sso', 'cas', 'ticket', 'basic'],
    authenticators: ['sso', 'cas', 'ticket', 'people'],
    challengers: ['cas'],
  }) as Who;
}
