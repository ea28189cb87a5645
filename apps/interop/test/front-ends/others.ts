import { createHash } from 'node:crypto';
import { presets } from '@who/plugin-header-sso';
import { serve, type TestServer, testBrowser } from '@who/testkit';
import { hasApache, startApache } from '../apache.js';
import { inOrder, type Stoppable } from '../in-order.js';
import { hasNginx, startNginx } from '../nginx.js';
import { startOpenidProvider } from '../openid-provider.js';
import { freePort } from '../ports.js';
import type { Account, FrontEnd } from './front-end.js';

const USER = 'student@example.test';
const PASSWORD = 'a password';
const NAME = 'Zoë 日本';

const stoppable = (server: TestServer): TestServer & Stoppable => ({ ...server, stop: server.close });

export const openidc: FrontEnd = {
  name: 'mod_auth_openidc',
  preset: presets.openidc,
  isFor: /OIDCClientID/,
  attributes: { OIDC_CLAIM_email: 'mail', OIDC_CLAIM_name: 'displayName', OIDC_CLAIM_nickname: 'nickname' },
  missing: hasApache('auth_openidc') ? [] : ['mod_auth_openidc'],
  start: (fill) =>
    inOrder(async (keep) => {
      const provider = keep(stoppable(await startOpenidProvider({ sub: 'user-1', email: USER, name: NAME })));
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const configuration = fill({ 'https://op.example.org': provider.url });
      const modules = ['proxy', 'proxy_http', 'auth_openidc'];
      keep(await startApache({ port, modules, configuration: ['UseCanonicalName On', ...configuration] }));
      const signIn = async (): Promise<string> => {
        const browser = testBrowser();
        await browser.get(`${url}/login/sso`);
        return `Cookie: ${await browser.cookies.getCookieString(url)}`;
      };
      return { url, accounts: [{ user: USER, attributes: { mail: [USER], displayName: [NAME] }, signIn }] };
    }),
};

export const oauth2Proxy: FrontEnd = {
  name: 'oauth2-proxy',
  preset: presets.oauth2Proxy,
  isFor: /oauth2/,
  attributes: { 'X-Auth-Request-Groups': 'groups' },
  missing: hasNginx ? [] : ['nginx'],
  start: (fill) =>
    inOrder(async (keep) => {
      // What oauth2-proxy answers to nginx, by its documentation; the sign-in itself is left out.
      const proxy = await serve((req, res) => {
        if (req.url?.startsWith('/oauth2/auth') && req.headers.cookie?.includes('_oauth2_proxy=student')) {
          const names = { 'X-Auth-Request-User': 'student', 'X-Auth-Request-Email': USER };
          res.writeHead(202, { ...names, 'X-Auth-Request-Groups': 'staff,admin' }).end();
        } else res.writeHead(req.url?.startsWith('/oauth2/auth') ? 401 : 403).end('sign in');
      });
      keep(stoppable(proxy));
      const port = await freePort();
      const { url } = keep(await startNginx(port, fill({ 'http://127.0.0.1:4180': proxy.url })));
      const signIn = async (): Promise<string> => 'Cookie: _oauth2_proxy=student';
      return { url, accounts: [{ user: USER, attributes: { groups: ['staff', 'admin'] }, signIn }] };
    }),
};

/** A password file, and an account that is in it. */
const users = `${USER}:{SHA}${createHash('sha1').update(PASSWORD).digest('base64')}\n`;
const account: Account = {
  user: USER,
  attributes: {},
  signIn: async () => `Authorization: Basic ${btoa(`${USER}:${PASSWORD}`)}`,
};

export const userFromApache: FrontEnd = {
  name: 'a user from Apache',
  preset: presets.remoteUser,
  isFor: /AuthType Basic/,
  attributes: {},
  missing: hasApache('auth_basic', 'authn_file') ? [] : ['Apache'],
  start: (fill) =>
    inOrder(async (keep) => {
      const modules = ['proxy', 'proxy_http', 'auth_basic', 'authn_file'];
      const configuration = fill({ '/etc/apache2/users': 'users' });
      const { url } = keep(await startApache({ modules, files: { users }, configuration }));
      return { url, accounts: [account] };
    }),
};

export const userFromNginx: FrontEnd = {
  name: 'a user from nginx',
  preset: presets.remoteUser,
  isFor: /auth_basic /,
  attributes: {},
  missing: hasNginx ? [] : ['nginx'],
  start: (fill) =>
    inOrder(async (keep) => {
      const { url } = keep(await startNginx(await freePort(), fill({ '/etc/nginx/users': 'users' }), { users }));
      return { url, accounts: [account] };
    }),
};
