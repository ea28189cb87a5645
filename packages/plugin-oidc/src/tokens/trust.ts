import { createSecretKey } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import type { OidcContext } from '../context.js';
import type { Asker } from '../provider/asker.js';
import type { Provider } from '../provider/provider.js';
import type { Trust } from './read-token.js';

/** What is believed of tokens of a provider. */
export function trustIn({ metadata, keys }: Provider, { settings }: OidcContext, asker: Asker): Trust {
  const { clientId, algorithms, clockToleranceSeconds, clientSecret } = settings;
  const { issuer } = metadata;
  const keyOf = keyFinder(keys.keyOf(asker), clientSecret);
  return { issuer, clientId, algorithms, clockToleranceSeconds, keyOf };
}

/** The two kinds of keys never meet: what the provider publishes is not a secret, whatever a token's header says. */
function keyFinder(published: JWTVerifyGetKey, secret: string | undefined): JWTVerifyGetKey {
  return (header, token) => {
    if (!header.alg.startsWith('HS')) return published(header, token);
    if (secret === undefined) throw new TypeError('There is no secret.');
    return createSecretKey(secret, 'utf8');
  };
}
