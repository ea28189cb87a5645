import { Credentials, type Exchange, Identity } from '@who/core';
import { fakeExchange, testAuthenticator, testChallenger, testIdentifier, testMetadataProvider } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { HeaderSsoCredentials } from '../src/credentials.js';
import { type HeaderSsoOptions, type HeaderSsoPlugin, headerSso } from '../src/index.js';
import { plainRememberer, shibboleth, shibbolethHeaders } from './support.js';

const runner = { describe, it, expect };
const secret = 'a secret of the front end, 32 bytes';
const remembering: HeaderSsoOptions = { ...shibboleth, rememberer: 'ticket' };
const signingIn: HeaderSsoOptions = {
  ...remembering,
  paths: ['/login/sso'],
  signInPath: '/login/sso',
  secret: { header: 'X-Front-End', values: [secret] },
};

const request = (userid: string) => ({
  url: '/login/sso',
  headers: shibbolethHeaders(userid, { 'X-Front-End': secret }),
});

const subject = { plugins: { ticket: plainRememberer() }, secrets: [secret, '_0123'] };

/** What stands for somebody whose name is none. */
class NoCredentials extends Credentials {}

function credentialsIn(plugin: HeaderSsoPlugin, exchange: Exchange): Credentials {
  const found = plugin.identify(exchange);
  return (found instanceof Credentials ? found : found?.credentials) ?? new NoCredentials();
}

describe.each<{ how: string; memory: 'delegated' | 'none'; options: HeaderSsoOptions }>([
  { how: 'with a rememberer', memory: 'delegated', options: remembering },
  { how: 'with nothing but headers', memory: 'none', options: { ...shibboleth, onChanged: 'keep' } },
  { how: 'with a secret and a sign-in path', memory: 'delegated', options: signingIn },
])('$how', ({ memory, options }) => {
  const create = () => headerSso(options);

  testIdentifier(runner, {
    ...subject,
    // On these paths every request is looked after, once it is known who it is.
    create: () => headerSso({ ...options, onVanished: 'keep' }),
    request,
    claims: (credentials) => (credentials as HeaderSsoCredentials).user,
    identity: (userid) => new Identity({ userid }, 'subject', 'subject'),
    memory,
  });

  testAuthenticator(runner, {
    ...subject,
    create,
    users: ['alice', 'bob@example.org'],
    credentials: (userid, { plugin, exchange }) => credentialsIn(plugin, exchange(request(userid))),
    wrong: (userid) => credentialsIn(headerSso(remembering), fakeExchange(request(userid))),
    odd: (value) => new HeaderSsoCredentials(value as string, [], {}),
  });
});

testChallenger(runner, {
  ...subject,
  create: () => headerSso(remembering),
  status: 302,
});

testChallenger(runner, {
  ...subject,
  create: () => headerSso({ ...signingIn, loginUrl: 'https://login.example.org/start' }),
  status: 302,
  origins: ['https://login.example.org'],
});

/** What it knows of a user stands in each request, and here there is one for each. */
testMetadataProvider(runner, {
  ...subject,
  create: () => {
    const plugin = headerSso(shibboleth);
    const { addMetadata } = plugin;
    return Object.assign(plugin, {
      addMetadata(exchange: Exchange, identity: Identity) {
        const headerLines = [...exchange.headerLines, ...fakeExchange(request(identity.userid)).headerLines];
        const asked = new Proxy(exchange, {
          get(target, name) {
            const value: unknown = name === 'headerLines' ? headerLines : Reflect.get(target, name);
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
        return addMetadata(asked, identity);
      },
    });
  },
  users: ['alice', 'bob'],
  expected: (userid) => ({ attributes: { mail: [`${userid}@mail.example`] } }),
});
