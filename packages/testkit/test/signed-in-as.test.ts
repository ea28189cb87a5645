import { type Authenticator, createWho, type Identifier, type MetadataProvider, PasswordCredentials } from '@who/core';
import { expect, expectTypeOf, it } from 'vitest';
import { fakeRequest, signedInAs } from '../src/index.js';

const header: Identifier & Authenticator = {
  identify: (exchange) => new PasswordCredentials(exchange.header('x-user') ?? '', ''),
  authenticate: (_, credentials) =>
    credentials instanceof PasswordCredentials && credentials.login !== '' ? { userid: credentials.login } : undefined,
  remember: () => [['Set-Cookie', 'session=1']],
  forget: () => [['Set-Cookie', 'session=; Max-Age=0']],
};
const mail: MetadataProvider<{ mail: string }> = {
  addMetadata: (_, { userid }) => ({ mail: `${userid}@example.org` }),
};
const who = createWho({
  publicUrl: 'https://app.example.org',
  plugins: { header, mail },
  identifiers: ['header'],
  authenticators: ['header'],
  metadataProviders: ['mail'],
  now: () => 1234,
});

it('signs somebody in, and the metadata providers run', async () => {
  const identity = await signedInAs('ada', who, { tokens: ['staff'], metadata: { floor: 2 } })
    .api(fakeRequest())
    .authenticate();
  expect(identity).toMatchObject({
    userid: 'ada',
    tokens: ['staff'],
    metadata: { floor: 2, mail: 'ada@example.org' },
  });
  expectTypeOf(identity?.metadata.mail).toEqualTypeOf<string | undefined>();
});

it('counts before whatever the request holds, and leaves the first engine as it is', async () => {
  const request = { headers: { 'X-User': 'bob' } };
  expect((await signedInAs('ada', who).api(fakeRequest(request)).authenticate())?.userid).toBe('ada');
  expect((await who.api(fakeRequest(request)).authenticate())?.userid).toBe('bob');
  expect(await who.api(fakeRequest()).authenticate()).toBe(undefined);
});

it('keeps everything else of the engine', async () => {
  const api = signedInAs('ada', who).api(fakeRequest());
  expect(api.exchange.now()).toBe(1234);
  expect(await api.logout()).toEqual([['Set-Cookie', 'session=; Max-Age=0']]);
});

it('can be somebody else in turn', async () => {
  const engine = signedInAs('bob', signedInAs('ada', who));
  expect((await engine.api(fakeRequest()).authenticate())?.userid).toBe('bob');
});
