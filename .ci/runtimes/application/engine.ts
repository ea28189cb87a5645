import {
  type Authenticator,
  createWho,
  type Exchange,
  type Identifier,
  type Metadata,
  PasswordCredentials,
  type Who,
} from '@who/core';
import { apiToken } from '@who/plugin-api-token';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { cas } from '@who/plugin-cas';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { redirector } from '@who/plugin-redirector';
import { MAIL, PASSWORD, PUBLIC_URL, SECRET, TOKEN_SHA256, USERID } from './facts.js';

/** An engine with all plugins that run everywhere. */
export function engine(casUrl: string): Who<Metadata> {
  return createWho({
    publicUrl: PUBLIC_URL,
    plugins: {
      ticket: authTkt({ secrets: [SECRET] }),
      cas: cas({ casUrl, rememberer: 'ticket', stateSecrets: [SECRET] }),
      basic: basicAuth({ realm: 'Example', rememberer: 'ticket' }),
      token: apiToken({ realm: 'Example', tokens: [{ userid: 'backup', sha256: TOKEN_SHA256 }] }),
      form: loginForm,
      users,
      attributes: memoryMetadataCache(),
      login: redirector({ loginUrl: '/login' }),
    },
    identifiers: ['cas', 'ticket', 'basic', 'token', 'form'],
    authenticators: ['cas', 'ticket', 'users', 'token'],
    metadataProviders: ['attributes'],
    challengers: ['login', 'basic'],
  });
}

/** Signs in by a form that the application is going to read, too. */
const loginForm: Identifier = {
  async identify(exchange: Exchange) {
    if (exchange.method !== 'POST' || exchange.path !== '/form') return undefined;
    const form = await exchange.form();
    return new PasswordCredentials(form.get('login') ?? '', form.get('password') ?? '');
  },
  remember: () => undefined,
  forget: () => undefined,
};

const users: Authenticator = {
  authenticate(_exchange, credentials) {
    const isRight =
      credentials instanceof PasswordCredentials && credentials.login === USERID && credentials.password === PASSWORD;
    return isRight ? { userid: USERID, metadata: { attributes: { mail: [MAIL] } } } : undefined;
  },
};
