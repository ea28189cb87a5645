import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { serve, type TestServer } from '@who/testkit';

const EXAMPLES = '/usr/share/doc/libapache2-mod-auth-tkt/examples/cgi';

/** Whether the login server that comes with mod_auth_tkt runs here: it needs Perl's CGI and URI. */
export const hasLoginServer: boolean =
  spawnSync('perl', [`-I${EXAMPLES}`, '-MApache::AuthTkt', '-MCGI', '-MURI', '-e1']).status === 0;

/** Anybody signs in whose password is his name. */
const CONFIGURATION = `
package AuthTktConfig;
our ($STYLESHEET, $TITLE, $FIXED_BACK_LOCATION, $DEFAULT_BACK_LOCATION) = ('', 'Login', '', '');
our ($BACK_REFERER, $AUTOLOGIN_FALLBACK_MODE, @NUKE_COOKIES, $DEBUG) = (1, 'login');
our $validate_sub = sub { $_[0] eq $_[1] ? (1, 'staff') : 0 };
our $guest_sub = sub { 'guest' };
1;
`;

/** Starts the login server that comes with mod_auth_tkt: `login.cgi`, which sends browsers back with a ticket in the query. */
export async function startLoginServer(secret: string): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'who-login-'));
  copyFileSync(`${EXAMPLES}/login.cgi`, join(folder, 'login.cgi'));
  writeFileSync(join(folder, 'AuthTktConfig.pm'), CONFIGURATION);
  const conf = join(folder, 'auth_tkt.conf');
  writeFileSync(conf, `TKTAuthSecret "${secret}"\nTKTAuthDigestType SHA256\nTKTAuthIgnoreIP on\n`);

  /** As CGI (RFC 3875) has it. */
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (req.url ?? '').split('?', 2);
    const { stdout } = spawnSync('perl', [`-I${EXAMPLES}`, join(folder, 'login.cgi')], {
      input: await buffer(req),
      encoding: 'latin1',
      env: {
        PATH: process.env['PATH'],
        MOD_AUTH_TKT_CONF: conf,
        SCRIPT_FILENAME: join(folder, 'login.cgi'),
        SCRIPT_NAME: path,
        REQUEST_METHOD: req.method,
        QUERY_STRING: query,
        CONTENT_TYPE: req.headers['content-type'],
        CONTENT_LENGTH: req.headers['content-length'],
        HTTP_COOKIE: req.headers.cookie,
        HTTP_HOST: req.headers.host,
        HTTP_REFERER: req.headers.referer,
        SERVER_NAME: 'login.example.test',
        SERVER_PORT: '80',
        SERVER_PROTOCOL: 'HTTP/1.1',
        REMOTE_ADDR: '127.0.0.1',
      },
    });
    const end = /\r?\n\r?\n/.exec(stdout);
    const lines = stdout.slice(0, end?.index).split(/\r?\n/);
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^:]+): *(.*)$/.exec(line) ?? [];
      if (name.toLowerCase() === 'status') res.statusCode = Number.parseInt(value, 10);
      else if (name !== '') res.appendHeader(name, value);
    }
    res.end(stdout.slice((end?.index ?? 0) + (end?.[0].length ?? 0)), 'latin1');
  }

  const server = await serve((req, res) => void answer(req, res));
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
