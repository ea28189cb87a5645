import { PasswordCredentials, type Reason } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { htpasswd } from '../src/index.js';
import { SHA_OF_SECRET, temporaryFile } from './support.js';

it('says to operators why nobody is signed in', async () => {
  const users = htpasswd({ file: temporaryFile(`alice:${SHA_OF_SECRET}\nold:hunter2\n`) });
  onTestFinished(() => users.close());
  const said = async (login: string, password: string): Promise<string[]> => {
    const codes: string[] = [];
    const explain = ({ code }: Reason) => codes.push(code);
    await users.authenticate(fakeExchange({ explain }), new PasswordCredentials(login, password));
    return codes;
  };
  expect(await said('alice', 'secret')).toEqual(['HTPASSWD_ACCEPTED']);
  expect(await said('alice', 'guessed')).toEqual(['HTPASSWD_WRONG_PASSWORD']);
  expect(await said('nobody', 'secret')).toEqual(['HTPASSWD_NO_SUCH_USER']);
  expect(await said('old', 'hunter2')).toEqual(['HTPASSWD_NO_SUCH_USER']);
  expect(await said('', 'secret')).toEqual(['HTPASSWD_IMPOSSIBLE']);
});
