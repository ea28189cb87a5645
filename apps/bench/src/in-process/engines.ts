import {
  type AnyWhoOptions,
  createWho,
  type Identifier,
  type Plugin,
  type Plugins,
  type Who,
  type WhoOptions,
} from '@who/core';
import { authTkt, type TicketFormat } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { secret } from '../secret.js';

/** What an engine has besides the ticket. */
export interface Extras {
  /** Of tickets. @default 'auth_tkt' */
  readonly format?: TicketFormat | undefined;
  /** Plugins with nothing to do, asked before the one that has. */
  readonly idleIdentifiers?: number | undefined;
  readonly idleAuthenticators?: number | undefined;
  readonly idleProviders?: number | undefined;
  readonly idleChallengers?: number | undefined;
  /** Keeps metadata of so many users in memory. */
  readonly metadataUsers?: number | undefined;
}

export function engineWith(extras: Extras = {}): Who {
  const { idleIdentifiers = 0, idleAuthenticators = 0, idleProviders = 0, idleChallengers = 0 } = extras;
  const plugins: Record<string, Plugin> = { ticket: authTkt({ secrets: [secret], format: extras.format }) };
  const idle = (count: number, role: string, make: () => Plugin): string[] =>
    Array.from({ length: count }, (_, number) => {
      plugins[`${role}${number}`] = make();
      return `${role}${number}`;
    });
  const metadataProviders = idle(idleProviders, 'provider', idleProvider);
  if (extras.metadataUsers !== undefined) {
    plugins['attributes'] = attributesOf(extras.metadataUsers);
    metadataProviders.push('attributes');
  }
  const options: AnyWhoOptions = {
    publicUrl: 'http://localhost:3000',
    identifiers: [...idle(idleIdentifiers, 'identifier', idleIdentifier), 'ticket'],
    authenticators: [...idle(idleAuthenticators, 'authenticator', idleAuthenticator), 'ticket'],
    challengers: idle(idleChallengers, 'challenger', () => ({ challenge: () => undefined })),
    metadataProviders,
    plugins,
  };
  return createWho(options as WhoOptions<Plugins, []>);
}

function idleIdentifier(): Identifier {
  return { identify: () => undefined, remember: () => undefined, forget: () => undefined };
}

function idleAuthenticator(): Plugin {
  return { authenticate: () => undefined };
}

function idleProvider(): Plugin {
  return { addMetadata: () => undefined };
}

/** Captures at each user's first request, and replays from then on. */
function attributesOf(users: number): Plugin {
  const captured = new Set<string>();
  return memoryMetadataCache({
    maxEntries: users,
    maxBytes: 2 ** 31,
    getAttributes(_exchange, { userid }) {
      if (captured.has(userid)) return undefined;
      captured.add(userid);
      return { mail: [`${userid}@example.org`], memberOf: ['staff', 'admins'] };
    },
  });
}
