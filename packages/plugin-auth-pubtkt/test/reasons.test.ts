import { type Facts, type Reason, responseHead } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { expect, it } from 'vitest';
import type { AuthPubtktOptions } from '../src/index.js';
import { cookieOf, NOW_SECONDS, plugin, ticketOf } from './support.js';

const soon = { validUntilSeconds: NOW_SECONDS + 600 };

async function saidBy(options: Partial<AuthPubtktOptions>, cookie: string | undefined, atSeconds = NOW_SECONDS) {
  const said: [string, Facts | undefined][] = [];
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  const ticket = plugin(options);
  const headers = cookie === undefined ? {} : { cookie };
  const exchange = fakeExchange({ headers, now: () => atSeconds * 1000, explain });
  await ticket.identify(exchange);
  await ticket.challenge(exchange, responseHead(401));
  return said;
}

it.each<[string, Partial<AuthPubtktOptions>, string | undefined, number, Facts | undefined]>([
  ['PUBTKT_FOUND', {}, cookieOf(ticketOf('bob', soon)), 0, { seconds: 600 }],
  ['PUBTKT_MISSING', {}, undefined, 0, { cookie: 'auth_pubtkt' }],
  ['PUBTKT_EXPIRED', {}, cookieOf(ticketOf('bob', soon)), 86_400, undefined],
  ['PUBTKT_NOT_GENUINE', {}, cookieOf(ticketOf('bob', soon), 'other'), 0, undefined],
  ['PUBTKT_NO_TOKEN', { tokens: ['staff'] }, cookieOf(ticketOf('bob', { ...soon, tokens: [] })), 0, undefined],
])('says %s', async (code, options, cookie, afterSeconds, facts) => {
  const loginUrl = 'https://login.example.org/';
  const [first, second] = await saidBy({ loginUrl, ...options }, cookie, NOW_SECONDS + afterSeconds);
  expect(first?.[0]).toBe(code);
  if (facts) expect(first?.[1]).toEqual(facts);
  expect(second?.[1]).toEqual({ why: code === 'PUBTKT_FOUND' ? 'another user' : code });
  expect(JSON.stringify([first, second])).not.toContain('bob');
});
