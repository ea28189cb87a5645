import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '../src/settings.js';

describe('readSettings', () => {
  it('has the documented defaults', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: undefined,
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
    });
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
