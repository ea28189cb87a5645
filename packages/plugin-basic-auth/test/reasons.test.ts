import { type Facts, Identity, type Reason } from '@who/core';
import { fakeExchange, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type BasicAuthOptions, basicAuth } from '../src/index.js';

function saidBy(options: Partial<BasicAuthOptions>, authorization?: string | readonly string[]) {
  const said: [string, Facts | undefined][] = [];
  const basic = basicAuth({ realm: 'Example', ...options });
  const headers = authorization === undefined ? {} : { authorization };
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  const exchange = fakeExchange({ headers, plugins: { basic, ticket: plainRememberer() }, explain });
  return { said, basic, exchange };
}

describe('identify says', () => {
  it.each<[string, string | readonly string[] | undefined, Facts | undefined]>([
    ['BASIC_FOUND', `Basic ${btoa('ann:secret')}`, undefined],
    ['BASIC_NO_HEADER', undefined, undefined],
    ['BASIC_OTHER_SCHEME', 'Bearer abc', undefined],
    ['BASIC_OTHER_SCHEME', 'Basically abc', undefined],
    ['BASIC_UNDECODABLE', 'Basic abc!', undefined],
    ['BASIC_UNDECODABLE', `Basic ${btoa('no colon')}`, undefined],
    ['BASIC_SEVERAL', ['Basic YTpi', 'Basic YTpi'], undefined],
    ['BASIC_TOO_LONG', `Basic ${'A'.repeat(200)}`, { maxBytes: 100 }],
  ])('%s', (code, header, facts) => {
    const { said, basic, exchange } = saidBy({ maxBytes: 100 }, header);
    basic.identify(exchange);
    expect(said).toEqual([[code, facts]]);
  });
});

describe('the other methods say', () => {
  it('who keeps a sign-in, and that nobody does', () => {
    const ours = new Identity({ userid: 'ann' }, 'basic', 'users');
    const one = saidBy({ rememberer: 'ticket' });
    one.basic.remember(one.exchange, ours);
    one.basic.remember(one.exchange, new Identity({ userid: 'ann' }, 'cas', 'cas'));
    expect(one.said).toEqual([
      ['BASIC_KEPT_BY', { rememberer: 'ticket' }],
      ['BASIC_OTHER_SIGN_IN', undefined],
    ]);
    const other = saidBy({});
    other.basic.remember(other.exchange, ours);
    other.basic.forget(other.exchange, ours);
    expect(other.said.map(([code]) => code)).toEqual(['BASIC_NOT_KEPT', 'BASIC_FORGOTTEN']);
  });
});
