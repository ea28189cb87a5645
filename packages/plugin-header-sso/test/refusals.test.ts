import type { FakeRequestOptions } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { HeaderSsoOptions } from '../src/index.js';
import { application, plainCookie, shibbolethHeaders, visit } from './support.js';

const alice = shibbolethHeaders('alice');
const secret = 'a secret of the front end, 32 bytes';
const signIn: Partial<HeaderSsoOptions> = { paths: ['/login/sso'], signInPath: '/login/sso', loginUrl: undefined };
const url = '/login/sso';

describe('the log', () => {
  it.each<[string, Partial<HeaderSsoOptions>, FakeRequestOptions, number?]>([
    ['"/login/sso": HEADER_SSO_NO_SESSION, because no header of the front end came.', signIn, { url }],
    [
      '"/login/sso": HEADER_SSO_NO_SESSION, because the front end has no session with this browser, or does not say so: ' +
        'the header Shib-Session-ID is missing.',
      signIn,
      { url, headers: { REMOTE_USER: 'alice' } },
    ],
    [
      '"/login/sso": HEADER_SSO_NO_SESSION, because the front end has a session, and names no user: none of REMOTE_USER ' +
        'came.',
      signIn,
      { url, headers: { 'Shib-Session-ID': '_0123' } },
    ],
    [
      '"/login/sso": HEADER_SSO_NO_SESSION, because headers of the front end came from a peer that is not trusted: they ' +
        'are hidden. Trusted: 127.0.0.1/32.',
      signIn,
      { url, headers: alice, remoteAddress: '192.0.2.7' },
    ],
    [
      '"/login/sso": HEADER_SSO_NO_SESSION, because the header X-Front-End has not the secret of the front end ("secret").',
      { ...signIn, secret: { header: 'X-Front-End', values: [secret] } },
      { url, headers: { ...alice, 'X-Front-End': 'guessed' } },
    ],
    [
      '"/login/sso": HEADER_SSO_USER_REFUSED, because the front end names a user who is not accepted here.',
      { ...signIn, scopes: ['example.org'] },
      { url, headers: alice },
    ],
    [
      '"/page": HEADER_SSO_AMBIGUOUS, because a header of the front end came more than once, or in two spellings.',
      {},
      { url: '/page', headers: { ...alice, REMOTE_USER: ['alice', 'eve'] } },
    ],
    [
      '"/page": HEADER_SSO_UNTRUSTED, because headers of the front end came on a path that it does not protect ' +
        '("paths"): they are hidden.',
      { ...signIn, untrusted: 'refuse' },
      { url: '/page', headers: alice },
    ],
    [
      '"/page": HEADER_SSO_LOOP, because a page asks for a sign-in again and again, from somebody who has just signed in.',
      signIn,
      { url: '/page', headers: { Cookie: '__Host-who_sso=3' } },
      401,
    ],
    [
      '"/page": HEADER_SSO_SESSION_ENDED, because the front end does not know who was remembered any more: signed out.',
      {},
      { url: '/page', method: 'POST', headers: plainCookie('alice') },
    ],
    [
      '"/logout": HEADER_SSO_LOGOUT_REFUSED, because another site sent the browser here to sign the user out: refused.',
      { logoutPath: '/logout' },
      { url: '/logout', method: 'POST', headers: { ...alice, 'Sec-Fetch-Site': 'cross-site' } },
    ],
  ])('says in one line what was refused, and nothing that came: %s', async (line, options, request, status) => {
    const app = application(options);
    const { reply } = await visit(app, request, status);
    expect(app.log).toEqual([`[@who/plugin-header-sso] Refused at ${line}`]);
    const [, code = ''] = /: (HEADER_SSO_\w+),/.exec(line) ?? [];
    expect(reply?.body).toContain(`(${code})`);
    expect(app.log.join()).not.toMatch(/alice|eve|guessed|_0123|192\.0\.2\.7/);
  });

  it('has no line where nobody is refused', async () => {
    const app = application({ ...signIn, loginUrl: '/Shibboleth.sso/Login' });
    await visit(app, { url, headers: alice });
    await visit(app, { url });
    await visit(app, { url: '/page', headers: alice }, 401);
    expect(app.log).toEqual([]);
  });
});
