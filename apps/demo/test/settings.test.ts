import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '../src/settings.js';

describe('readSettings', () => {
  it('has the documented defaults', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      trace: true,
      publicUrl: undefined,
      keepsPath: false,
      cas: { url: undefined, port: 3001, portIsFixed: false, version: '3' },
      htpasswdFile: expect.stringMatching(/demo\.htpasswd$/),
      ticket: { secrets: [], digest: 'sha256', cookieName: 'auth_tkt', compat: 'repoze' },
      headerSso: {
        on: false,
        trusted: ['127.0.0.1/32', '::1/128'],
        user: ['remote_user', 'eppn'],
        session: 'shib-session-id',
        attributes: 'eppn affiliation entitlement uid mail cn sn givenName displayName'.split(' '),
      },
      redisUrls: [],
      warnings: ['AUTH_TKT_SECRET is not set: sign-ins end when the demo does.'],
    });
  });

  it('says which variables it does not know, of those that can only be meant for it', () => {
    const others = { PATH: '/bin', REDIS_PORT: 'tcp://10.0.0.1:6379', npm_config_cas: 'x', AUTH_TKT_SECRET: 'secret' };
    const misspelt = {
      CAS_VERSON: '2',
      AUTH_TKT_DIGETS: 'md5',
      HEADER_SSO_TRUSED: '::1',
      PUBLIC_URI: 'https://a.example',
    };
    expect(readSettings(others).warnings).toEqual([]);
    expect(readSettings({ ...others, ...misspelt }).warnings).toEqual([
      'CAS_VERSON is not known. Did you mean "CAS_VERSION"?',
      'AUTH_TKT_DIGETS is not known. Did you mean "AUTH_TKT_DIGEST"?',
      'HEADER_SSO_TRUSED is not known. Did you mean "HEADER_SSO_TRUSTED"?',
      'PUBLIC_URI is not known. Did you mean "PUBLIC_URL"?',
    ]);
  });

  it.each([
    [{ HOST: 'localhost' }, true],
    [{ HOST: '::1' }, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ HOST: '127.evil.example' }, false],
    [{ HOST: '0.0.0.0', TRACE: 'on' }, true],
    [{ TRACE: 'off' }, false],
  ])('keeps journeys where nobody else can reach the demo, or somebody says so: %o', (env, trace) => {
    expect(readSettings(env).trace).toBe(trace);
  });

  it('refuses a public URL below which every link would lead to another host', () => {
    expect(() => readSettings({ PUBLIC_URL: 'https://a.example//evil.example' })).toThrow(SettingsError);
  });

  it('takes lists apart, and needs no session header when told so', () => {
    const { headerSso } = readSettings({ HEADER_SSO_USER: 'x-remote-user, x-mail', HEADER_SSO_SESSION: 'none' });
    expect(headerSso).toMatchObject({ user: ['x-remote-user', 'x-mail'], session: undefined });
  });

  it('puts the new secret before the old ones', () => {
    const { ticket } = readSettings({ AUTH_TKT_SECRET: 'new', AUTH_TKT_OLD_SECRETS: 'old,older,' });
    expect(ticket.secrets).toEqual(['new', 'old', 'older']);
  });

  it('refuses old secrets without a new one', () => {
    expect(() => readSettings({ AUTH_TKT_OLD_SECRETS: 'old' })).toThrow(SettingsError);
  });

  it('treats empty variables as unset, and takes a slash off URLs', () => {
    expect(readSettings({ PORT: '', CAS_URL: ' ', PUBLIC_URL: 'https://a.example/' })).toMatchObject({
      port: 3000,
      cas: { url: undefined },
      publicUrl: 'https://a.example',
    });
  });

  it('takes one Redis server, or the nodes of a Cluster', () => {
    expect(readSettings({ REDIS_URL: 'rediss://who:p@localhost/1' }).redisUrls).toEqual(['rediss://who:p@localhost/1']);
    expect(readSettings({ REDIS_URL: 'redis://a:1, redis://b:2,' }).redisUrls).toEqual(['redis://a:1', 'redis://b:2']);
  });

  it.each(['localhost:6379', 'redis://who:hunter2@a,http://b', 'redis://who:hunter2@'])(
    'refuses REDIS_URL %s, and quotes no password',
    (url) => {
      const read = () => readSettings({ REDIS_URL: url });
      expect(read).toThrow(SettingsError);
      expect(read).not.toThrow(/hunter2/);
    },
  );
});
