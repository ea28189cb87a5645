import { WhoError } from '@who/core';
import { describe, expect, it } from 'vitest';
import { type FormOptions, form } from '../src/index.js';

describe('bad options', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ rememberer: '' }, 'rememberer'],
    [{ rememberer: undefined }, 'rememberer'],
    [{ loginFormUrl: 'login' }, 'loginFormUrl'],
    [{ loginFormUrl: '' }, 'loginFormUrl'],
    [{ loginFormUrl: '//evil.example' }, 'loginFormUrl'],
    [{ loginFormUrl: '/\\evil.example' }, 'loginFormUrl'],
    [{ loginFormUrl: '/a/../b' }, 'loginFormUrl'],
    [{ loginFormUrl: '/login?lang=de' }, 'loginFormUrl'],
    [{ loginFormUrl: 'https://login.example.org/' }, 'loginFormUrl'],
    [{ loginFormUrl: 1 }, 'loginFormUrl'],
    [{ loginHandlerPath: 'x' }, 'loginHandlerPath'],
    [{ logoutHandlerPath: '/login' }, 'logoutHandlerPath'],
    [{ loginHandlerPath: '/x', logoutHandlerPath: '/x' }, 'logoutHandlerPath'],
    [{ postLoginUrl: '/login' }, 'postLoginUrl'],
    [{ postLoginUrl: 'https://evil.example' }, 'postLoginUrl'],
    [{ postLogoutUrl: '/logout' }, 'postLogoutUrl'],
    [{ loginFormQs: '' }, 'loginFormQs'],
    [{ loginFormQs: 'a&b' }, 'loginFormQs'],
    [{ rememberMeSeconds: 0 }, 'rememberMeSeconds'],
    [{ rememberMeSeconds: 1.5 }, 'rememberMeSeconds'],
    [{ rememberMeSeconds: '60' }, 'rememberMeSeconds'],
    [{ showReasons: ['LOCKED'] }, 'showReasons'],
    [{ showReasons: 'ACCOUNT_LOCKED' }, 'showReasons'],
    [{ loginPage: 'mine' }, 'loginPage'],
    [{ loginPage: 'application', loginFormUrl: null }, 'loginPage'],
    [{ page: { title: '' } }, 'title'],
    [{ page: { title: 1 } }, 'title'],
    [{ page: { logo: { src: 'logo.svg' } } }, 'logo'],
    [{ page: { logo: { src: '//evil.example/x' } } }, 'logo'],
    [{ page: { logo: { src: 'javascript:x' } } }, 'logo'],
    [{ page: { logo: { src: 'data:text/html,x' } } }, 'logo'],
    [{ page: { logo: { src: 'https://' } } }, 'logo'],
    [{ page: { logo: { src: '/x', alt: 1 } } }, 'logo'],
    [{ page: { languages: [] } }, 'languages'],
    [{ page: { languages: [{ lang: 'no language' }] } }, 'languages'],
    [{ page: { languages: [{ lang: 'de', dir: 'up' }] } }, 'languages'],
    [{ page: { languages: [{ lang: 'de', texts: { signIn: 1 } }] } }, 'languages'],
    [{ page: { otherWays: 'cas' } }, 'otherWays'],
    [{ page: { otherWays: [{ text: 'CAS', path: 'https://cas.example.org' }] } }, 'otherWays'],
    [{ page: { otherWays: [{ text: 'CAS' }] } }, 'otherWays'],
    [{ page: { css: '</style><script>' } }, 'css'],
    [{ page: { css: 1 } }, 'css'],
    [{ page: { formAction: ['cas.example.org'] } }, 'formAction'],
    [{ page: { formAction: ['https://cas.example.org/cas'] } }, 'formAction'],
    [{ page: { formAction: ["https://x.example; script-src 'unsafe-inline'"] } }, 'formAction'],
  ])('are refused: %j', (options, option) => {
    const make = () => form({ rememberer: 'ticket', ...options } as FormOptions);
    expect(make).toThrow(WhoError);
    expect(make).toThrow(`[@who/plugin-form] Option "${option}" `);
  });

  it.each([
    [{ rememberer: 'ticket', loginFormURL: '/x' }, /"loginFormURL" is not known. Did you mean "loginFormUrl"\?/],
    [{ rememberer: 'ticket', page: { titel: 'x' } }, /"titel" is not known. Did you mean "title"\?/],
    [{ rememberer: 'ticket', page: { logo: { url: 'x' } } }, /"url" is not known/],
    [
      { rememberer: 'ticket', page: { languages: [{ lang: 'de', texts: { singIn: 'x' } }] } },
      /"singIn" is not known. Did you mean "signIn"\?/,
    ],
    [{ rememberer: 'ticket', page: { otherWays: [{ text: 'x', path: '/x', url: '/' }] } }, /"url" is not known/],
    [undefined, /The options are missing/],
  ])('are refused by name: %j', (options, message) => {
    expect(() => form(options as never)).toThrow(message);
  });
});
