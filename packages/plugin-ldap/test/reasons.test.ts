import { Credentials, type Facts, PasswordCredentials, type Reason } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { ldap } from '../src/index.js';
import { reading } from './support.js';

class OtherCredentials extends Credentials {}

it('says that no server answers, and then that none is asked', async () => {
  // Nobody listens there.
  const people = ldap({ urls: 'ldap://127.0.0.1:1', ...reading });
  onTestFinished(() => people.close());
  const told = async (credentials: Credentials) => {
    const said: [string, Facts | undefined][] = [];
    const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
    await Promise.resolve(people.authenticate(fakeExchange({ explain }), credentials)).catch(() => {});
    return said;
  };
  expect(await told(new OtherCredentials())).toEqual([['LDAP_OTHER_CREDENTIALS', undefined]]);
  expect(await told(new PasswordCredentials('alice', ''))).toEqual([['LDAP_IMPOSSIBLE', undefined]]);
  const away = { code: 'LDAP_UNAVAILABLE' };
  expect(await told(new PasswordCredentials('alice', 'secret'))).toEqual([['LDAP_NOT_ANSWERED', away]]);
  expect(await told(new PasswordCredentials('alice', 'secret'))).toEqual([['BREAKER_OPEN', away]]);
});
