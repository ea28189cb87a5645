import { type Facts, type Reason, responseHead } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { expect, it } from 'vitest';
import { redirector } from '../src/index.js';

function said(url: string, host: string): [string, Facts | undefined][] {
  const all: [string, Facts | undefined][] = [];
  const explain = ({ code }: Reason, facts?: Facts) => all.push([code, facts]);
  redirector({ loginUrl: '/login' }).challenge(fakeExchange({ url, headers: { host }, explain }), responseHead(401));
  return all;
}

it('says where the browser goes', () => {
  expect(said('/page', 'app.example.org')).toEqual([['REDIRECTED', { loginUrl: '/login' }]]);
});

it('says that the login page asks for itself', () => {
  expect(said('/login', 'app.example.org')).toEqual([['LOGIN_PAGE_ASKS', undefined]]);
});

it('says that the public URL is another one than in the browser, and not which one that is', () => {
  expect(said('/page', 'www.example.com')).toEqual([
    ['REDIRECTED', { loginUrl: '/login' }],
    ['REDIRECTED_ELSEWHERE', { publicUrl: 'https://app.example.org' }],
  ]);
});
