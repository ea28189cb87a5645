import { Agent, request } from 'node:http';
import type { Digest } from '@who/plugin-auth-tkt';
import { startApache } from '../apache.js';
import { freePort } from '../ports.js';
import type { ServerProcess } from '../server-process.js';

/** What Apache made of a cookie; all texts as bytes, one character for each (latin1). */
export interface Answer {
  readonly status: number;
  readonly user: string;
  readonly tokens: string;
  readonly data: string;
  /** The cookie with which it refreshed the ticket. */
  readonly cookie: string | undefined;
}

export interface TicketHosts extends ServerProcess {
  /**
   * @param isBound whether the ticket has to be for the client's address
   * @param from the client's, one of 127.0.0.0/8
   */
  ask(digest: Digest, isBound: boolean, cookie: string, from?: string): Promise<Answer>;
}

/** What counts for a path. None inherits everything that another says: so all of it for each. */
const area = (path: string, ...more: readonly string[]): readonly string[] => [
  `  <Location ${path}>`,
  '    AuthType None',
  '    Require valid-user',
  '    TKTAuthLoginURL http://login.example.test/',
  '    TKTAuthTimeoutRefresh 1',
  '    Header always set X-User "expr=<%{REMOTE_USER}>"',
  '    Header always set X-Tokens "<%{REMOTE_USER_TOKENS}e>"',
  '    Header always set X-Data "<%{REMOTE_USER_DATA}e>"',
  ...more,
  '  </Location>',
];

/** Starts Apache with a host for each digest, which refreshes every ticket that is older than a second. */
export async function startTicketHosts(secret: string): Promise<TicketHosts> {
  const port = await freePort();
  const server = await startApache({
    port,
    modules: ['auth_tkt'],
    files: { page: 'protected', bound: 'protected' },
    configuration: [
      'MaxKeepAliveRequests 0',
      'KeepAliveTimeout 30',
      'StartServers 4',
      ...(['md5', 'sha256', 'sha512'] as const).flatMap((digest) => [
        '<VirtualHost *>',
        `  ServerName ${digest}.example.test`,
        `  TKTAuthSecret "${secret}"`,
        `  TKTAuthDigestType ${digest.toUpperCase()}`,
        ...area('/bound'),
        ...area('/page', '    TKTAuthIgnoreIP on'),
        '</VirtualHost>',
      ]),
    ],
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  return {
    url: server.url,
    ask(digest, isBound, cookie, from = '127.0.0.1') {
      const headers = { host: `${digest}.example.test`, cookie };
      const path = isBound ? '/bound' : '/page';
      return new Promise((resolve, reject) => {
        const outgoing = request({ host: '127.0.0.1', port, path, headers, agent, localAddress: from }, (response) => {
          const text = (name: string): string => String(response.headers[name] ?? '').slice(1, -1);
          response.resume().once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              user: text('x-user'),
              tokens: text('x-tokens'),
              data: text('x-data'),
              cookie: response.headers['set-cookie']?.[0]?.split(';', 1)[0],
            }),
          );
        });
        outgoing.once('error', reject).end();
      });
    },
    async stop() {
      agent.destroy();
      await server.stop();
    },
  };
}
