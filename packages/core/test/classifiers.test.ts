import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { apiAwareRequestClassifier, defaultRequestClassifier } from '../src/index.js';

const page = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('defaultRequestClassifier', () => {
  it.each([
    { method: 'GET', headers: {}, is: 'browser' },
    { method: 'POST', headers: { 'content-type': 'application/json' }, is: 'browser' },
    ...'OPTIONS PROPFIND PROPPATCH MKCOL LOCK UNLOCK TRACE DELETE COPY MOVE'
      .split(' ')
      .map((method) => ({ method, headers: {}, is: 'dav' })),
    ...[
      'Microsoft Data Access Internet Publishing Provider DAV',
      'WebDrive 9',
      'Zope External Editor/0.9',
      'WebDAVFS/1.8',
      'Goliath/1.0',
      'gnome-vfs/2 neon/0.29',
      'davlib/3',
      'wsAPI',
      'Microsoft-WebDAV-MiniRedir/10',
    ].map((agent) => ({ method: 'GET', headers: { 'user-agent': agent }, is: 'dav' })),
    { method: 'POST', headers: { 'content-type': 'text/xml' }, is: 'xmlpost' },
    { method: 'POST', headers: { 'content-type': 'Text/XML; charset=utf-8' }, is: 'xmlpost' },
    { method: 'POST', headers: { 'content-type': 'text/xml-external' }, is: 'browser' },
    { method: 'GET', headers: { 'content-type': 'text/xml' }, is: 'browser' },
  ])('$method $headers: $is', ({ method, headers, is }) => {
    expect(defaultRequestClassifier(fakeExchange({ method, headers: headers as Record<string, string> }))).toBe(is);
  });
});

describe('apiAwareRequestClassifier', () => {
  it.each([
    {
      name: 'a page load',
      headers: { accept: page, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      is: 'browser',
    },
    { name: 'a page load of an old browser', headers: { accept: page }, is: 'browser' },
    { name: 'fetch', headers: { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, is: 'api' },
    { name: 'fetch that asks for HTML', headers: { accept: page, 'sec-fetch-mode': 'same-origin' }, is: 'api' },
    { name: 'XHR', headers: { accept: page, 'x-requested-with': 'XMLHttpRequest' }, is: 'api' },
    { name: 'a client that asks for JSON', headers: { accept: 'application/json' }, is: 'api' },
    { name: 'curl', headers: { accept: '*/*' }, is: 'api' },
    { name: 'no Accept at all', headers: { accept: [] }, is: 'api' },
    { name: 'WebDAV', headers: { accept: page, 'user-agent': 'davlib' }, is: 'dav' },
  ])('$name: $is', ({ headers, is }) => {
    expect(apiAwareRequestClassifier(fakeExchange({ headers: headers as Record<string, string> }))).toBe(is);
  });
});
