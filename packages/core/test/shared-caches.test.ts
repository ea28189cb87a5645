import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { createWho, type Header, type HeaderList, responseHead } from '../src/index.js';
import { headerIdentifier, listAuthenticator } from './support.js';

const who = createWho({
  publicUrl: 'https://app.example.org',
  plugins: { a: headerIdentifier('x-a'), list: listAuthenticator('ann') },
  identifiers: ['a'],
  authenticators: ['list'],
});

async function added(headers: HeaderList): Promise<HeaderList> {
  const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
  await api.authenticate();
  return (await api.conclude(responseHead(200, headers))).headers;
}

const cookie: Header = ['Set-Cookie', 'x-a=ann'];
const control = (value: string): HeaderList => [['Cache-Control', value]];

describe('a fresh cookie', () => {
  it.each([
    'private',
    'no-store',
    'Private, max-age=60',
    'max-age=60,private',
    'no-cache, no-store, must-revalidate',
    'public, no-store',
  ])('goes with a response of Cache-Control: %s', async (value) => {
    expect(await added(control(value))).toEqual([cookie]);
  });

  it.each<[string, HeaderList]>([
    ['public', control('public')],
    ['public without a lifetime left', control('public, max-age=0')],
    ['a lifetime', control('max-age=60')],
    ['a lifetime in quotes', control('max-age="060"')],
    ['a lifetime in shared caches', control('S-Maxage=0')],
    ['what never changes', control('immutable')],
    ['a private header of a public response', control('public, private="set-cookie"')],
    ['two lines', [...control('no-cache'), ...control('public')]],
    ['an old lifetime', [['Expires', 'Thu, 01 Dec 2033 16:00:00 GMT']]],
    ['a lifetime for one cache', [['CDN-Cache-Control', 'max-age=60']]],
    ['one for nginx', [['X-Accel-Expires', '60']]],
  ])('waits for another response than one with %s', async (_name, headers) => {
    expect(await added(headers)).toEqual([]);
  });

  it.each<[string, HeaderList]>([
    ['nothing', []],
    ['a validator', [['ETag', '"1"']]],
    ['no-cache', control('no-cache')],
    ['no lifetime', control('max-age=0, must-revalidate')],
    ['private only for one header', control('private="set-cookie"')],
  ])('makes a response that says %s private', async (_name, headers) => {
    expect(await added(headers)).toEqual([cookie, ['Cache-Control', 'private']]);
  });
});
