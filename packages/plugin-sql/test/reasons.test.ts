import { type Facts, PasswordCredentials, type Reason } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { SqlOptions } from '../src/index.js';
import { hashesOf, memory, passwordOf, plugin, USER } from './support.js';

function teller(options: SqlOptions) {
  const users = plugin(options);
  return async (login: string, password: string) => {
    const said: [string, Facts | undefined][] = [];
    const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
    const credentials = new PasswordCredentials(login, password);
    await (async () => users.authenticate(fakeExchange({ explain }), credentials))().catch(() => {});
    return said;
  };
}

describe('the plugin says to operators', () => {
  it('why nobody is signed in', async () => {
    const hashes = new Map<string, string | null>([...(await hashesOf(['alice'])), ['old', 'hunter2'], ['new', null]]);
    const told = teller({ driver: memory(hashes).driver, user: USER });
    expect(await told('alice', passwordOf('alice'))).toEqual([['SQL_ACCEPTED', undefined]]);
    expect(await told('alice', 'guessed')).toEqual([['WRONG_PASSWORD', undefined]]);
    expect(await told('nobody', 'guessed')).toEqual([['UNKNOWN_USER', undefined]]);
    expect(await told('new', 'guessed')).toEqual([['NO_PASSWORD', undefined]]);
    expect(await told('old', 'hunter2')).toEqual([[expect.stringMatching(/^PASSWORD_FORM_/), undefined]]);
    expect(await told('', 'guessed')).toEqual([['SQL_IMPOSSIBLE', undefined]]);
  });

  it('that the database does not answer, and then that it is not asked', async () => {
    const driver = async (): Promise<never> => {
      throw Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' });
    };
    const told = teller({ driver, user: USER });
    const away = { code: 'SQL_UNAVAILABLE' };
    expect(await told('alice', 'secret')).toEqual([['SQL_NOT_ANSWERED', away]]);
    expect(await told('alice', 'secret')).toEqual([['BREAKER_OPEN', away]]);
  });
});
