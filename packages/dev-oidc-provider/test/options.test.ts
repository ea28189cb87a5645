import { afterEach, describe, expect, it, vi } from 'vitest';
import { startDevOidcProvider } from '../src/index.js';
import { start } from './support.js';

afterEach(() => void vi.unstubAllEnvs());

const app = { clientId: 'app', redirectUris: ['http://localhost:3000/login/oidc'] };

describe('the provider', () => {
  it.each<[object]>([
    [{ port: -1 }],
    [{ host: '0.0.0.0' }],
    [{ prot: 1 }],
    [{ showAccounts: 'yes' }],
    [{ backChannelTimeoutMs: 0 }],
    [{ now: 1 }],
    [{ users: [{ userid: 'ada' }] }],
    [{ clients: 'app' }],
    [{ clients: [{ ...app, clientId: '' }] }],
    [{ clients: [app, app] }],
    [{ clients: [{ ...app, clientSecret: '' }] }],
    [{ clients: [{ ...app, secret: 'x' }] }],
    [{ clients: [{ clientId: 'app' }] }],
    [{ clients: [{ ...app, redirectUris: ['app.example.org/'] }] }],
    [{ clients: [{ ...app, backchannelLogoutUri: 'ftp://localhost/' }] }],
  ])('refuses %j', async (options) => {
    await expect(startDevOidcProvider(options)).rejects.toMatchObject({
      name: 'DevOidcProviderError',
      code: 'BAD_OPTION',
    });
  });

  it('refuses production, and a port that is taken', async () => {
    const { port } = await start();
    await expect(startDevOidcProvider({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    vi.stubEnv('NODE_ENV', 'production');
    await expect(startDevOidcProvider()).rejects.toMatchObject({ code: 'IN_PRODUCTION' });
  });

  it.each(['localhost', '127.0.0.1'])('is at %s, which its issuer says', async (host) => {
    const { issuer, port } = await start({ host });
    expect(issuer).toBe(`http://${host}:${port}`);
    expect((await fetch(issuer)).status).toBe(200);
  });
});
