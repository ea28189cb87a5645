import {
  type Authenticator,
  createWho,
  type Exchange,
  type Identifier,
  type Identity,
  type Metadata,
  PasswordCredentials,
  type PluginNeeds,
  type Who,
} from '@who/core';
import { type Attributes, type MetadataStore, metadataCache } from '@who/metadata-cache';
import { apiToken } from '@who/plugin-api-token';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { cas } from '@who/plugin-cas';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { redirector } from '@who/plugin-redirector';
import { MAIL, PUBLIC_URL, SECRET, TOKEN_SHA256 } from './facts.js';

/**
 * An engine with all plugins that run everywhere.
 *
 * @param passwords checks them
 */
export function engine(casUrl: string, passwords: Authenticator): Who<Metadata> {
  return createWho({
    publicUrl: PUBLIC_URL,
    plugins: {
      ticket: authTkt({ secrets: [SECRET] }),
      cas: cas({ casUrl, rememberer: 'ticket', stateSecrets: [SECRET] }),
      basic: basicAuth({ realm: 'Example', rememberer: 'ticket' }),
      token: apiToken({ realm: 'Example', tokens: [{ userid: 'backup', sha256: TOKEN_SHA256 }] }),
      form: loginForm,
      front: frontEnd,
      users: releasing(passwords),
      attributes: memoryMetadataCache(),
      stored: metadataCache({ name: 'stored', store: slowStore(), timeoutMs: 200, getAttributes: released }),
      login: redirector({ loginUrl: '/login' }),
    },
    identifiers: ['front', 'cas', 'ticket', 'basic', 'token', 'form'],
    authenticators: ['cas', 'ticket', 'users', 'token'],
    metadataProviders: ['attributes', 'stored'],
    challengers: ['login', 'basic'],
  });
}

/** Lets nobody see a header that clients must not set. */
const frontEnd: Identifier & PluginNeeds = {
  conceals: true,
  identify: () => ({ conceal: ['X-Front'] }),
  remember: () => undefined,
  forget: () => undefined,
};

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

/** What a directory would add to a sign-in by password. */
function releasing(passwords: Authenticator): Authenticator {
  return {
    async authenticate(exchange, credentials) {
      const found = await passwords.authenticate(exchange, credentials);
      return found && { ...found, metadata: { attributes: { mail: [MAIL] } } };
    },
  };
}

const released = (_exchange: Exchange, { metadata }: Identity): Attributes | undefined =>
  metadata['attributes'] as Attributes | undefined;

/** Whether the store does not answer, and how often it has. */
export const outage: { isOn: boolean; answers: number } = { isOn: false, answers: 0 };

/** A store that takes its time, as all do that are asked over a network. */
function slowStore(): MetadataStore {
  const kept = new Map<string, unknown>();
  const turn = async () => {
    await new Promise((resolve) => outage.isOn || setTimeout(resolve, 1));
    outage.answers++;
  };
  return {
    get: (key) => turn().then(() => kept.get(key)),
    set: (key, value) => turn().then(() => kept.set(key, value)),
    delete: (key) => turn().then(() => kept.delete(key)),
  };
}
