import { type Facts, Identity, type Reason, responseHead } from '@who/core';
import { type FakeExchangeOptions, fakeExchange, plainRememberer } from '@who/testkit';
import { expect, it } from 'vitest';
import { type FormPlugin, form } from '../src/index.js';
import { ALICE, posted } from './support.js';

async function saidIn(
  request: FakeExchangeOptions,
  call: (plugin: FormPlugin, exchange: ReturnType<typeof fakeExchange>) => unknown = (plugin, exchange) =>
    plugin.identify(exchange),
): Promise<[string, Facts | undefined][]> {
  const said: [string, Facts | undefined][] = [];
  const own = form({ rememberer: 'ticket' });
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  await call(own, fakeExchange({ ...request, plugins: { form: own, ticket: plainRememberer() }, explain }));
  return said;
}

it('says what was posted', async () => {
  expect(await saidIn({ url: '/page' })).toEqual([['FORM_NOT_ITS_PATH', undefined]]);
  const usual = posted({ ...ALICE });
  expect(await saidIn(usual)).toEqual([['FORM_TAKEN', undefined]]);
  const foreign = { ...usual, headers: { ...usual.headers, 'sec-fetch-site': 'cross-site' } };
  expect(await saidIn(foreign)).toEqual([['FORM_CROSS_SITE', { publicUrl: 'https://app.example.org' }]]);
});

it('says where people go, and who keeps them signed in', async () => {
  const asked = await saidIn({ url: '/page' }, (plugin, exchange) => plugin.challenge(exchange, responseHead(401)));
  expect(asked).toEqual([['FORM_SENT', { loginFormUrl: '/login' }]]);
  const ours = new Identity({ userid: 'alice' }, 'form', 'users');
  const kept = await saidIn({}, (plugin, exchange) => plugin.remember(exchange, ours));
  expect(kept).toEqual([['FORM_KEPT_BY', { rememberer: 'ticket' }]]);
});
