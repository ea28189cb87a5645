import { createPrivateKey, KeyObject } from 'node:crypto';
import { checkSecret } from '@who/secrets';
import type { JWK } from 'jose';
import { PACKAGE } from '../naming.js';
import { check, checkChoice } from './checks.js';

/** Who this application is for the provider, and how it shows that. */
export interface OidcClientOptions {
  /** The id that the provider knows this application by. */
  readonly clientId: string;
  /** The secret that it has given it. @default none: a public client, or one with a `clientKey` */
  readonly clientSecret?: string | undefined;
  /**
   * The private key of which the provider knows the public one (`private_key_jwt`): nothing that is good for more than a
   * minute crosses the wire then. @default none
   */
  readonly clientKey?: OidcClientKey | undefined;
  /**
   * How the client shows that it is itself. `none` is a public client: whoever gets hold of a code still lacks the
   * verifier that belongs to it, but anybody can start sign-ins in its name.
   * @default by what there is: 'client_secret_basic', 'private_key_jwt' or 'none'
   */
  readonly clientAuthentication?: OidcClientAuthentication | undefined;
}

/** How a client shows that it is itself. */
export type OidcClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** A key that signs for the client. */
export interface OidcClientKey {
  /** RSA of at least 2048 bits, P-256, P-384, P-521 or Ed25519: in PEM, as a JWK or as a `KeyObject`. */
  readonly key: string | JWK | KeyObject;
  /** How the provider calls it. @default that of a JWK, or none */
  readonly kid?: string | undefined;
  /**
   * The algorithm that it signs by, which the provider has to know.
   * @default that of a JWK, or what suits the key: RS256, ES256, ES384, ES512 or Ed25519
   */
  readonly algorithm?: string | undefined;
}

export interface ClientSettings {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly authentication:
    | { readonly method: 'client_secret_basic' | 'client_secret_post'; readonly secret: string }
    | { readonly method: 'private_key_jwt'; readonly key: ClientKey }
    | { readonly method: 'none' };
}

export interface ClientKey {
  readonly key: KeyObject;
  readonly kid: string | undefined;
  readonly algorithm: string;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveClient(options: OidcClientOptions): ClientSettings {
  const { clientId, clientSecret, clientKey } = options;
  check(typeof clientId === 'string' && clientId !== '', 'clientId', 'must be the id that the provider knows.');
  if (clientSecret !== undefined) checkSecret(PACKAGE, 'clientSecret', clientSecret, 'given');
  check(clientSecret === undefined || typeof clientSecret === 'string', 'clientSecret', 'must be a text.');
  const usual = clientKey ? 'private_key_jwt' : clientSecret === undefined ? 'none' : 'client_secret_basic';
  const method = checkChoice('clientAuthentication', options.clientAuthentication ?? usual, METHODS);
  const named = { clientId, clientSecret };
  if (method === 'private_key_jwt') {
    check(clientKey !== undefined, 'clientKey', "must be given for 'private_key_jwt'.");
    return { ...named, authentication: { method, key: resolveKey(clientKey) } };
  }
  check(clientKey === undefined, 'clientKey', "goes with 'private_key_jwt' only.");
  if (method === 'none') {
    check(clientSecret === undefined, 'clientSecret', "does not go with 'none'.");
    return { ...named, authentication: { method } };
  }
  check(clientSecret !== undefined, 'clientSecret', `must be given for '${method}'.`);
  return { ...named, authentication: { method, secret: clientSecret } };
}

function resolveKey(given: OidcClientKey): ClientKey {
  check(typeof given === 'object' && given !== null, 'clientKey', 'must be an object with a "key".');
  for (const name of Object.keys(given)) check(KEY_NAMES.has(name), `clientKey.${name}`, 'is not known.');
  const jwk = isJwk(given.key) ? (given.key as { readonly kid?: unknown; readonly alg?: unknown }) : {};
  const key = privateKey(given.key);
  check(key !== undefined, 'clientKey', 'must have a private key, in PEM, as a JWK or as a KeyObject.');
  const suitable = algorithmsOf(key);
  check(suitable.length > 0, 'clientKey', 'must be RSA of at least 2048 bits, P-256, P-384, P-521 or Ed25519.');
  const kid = given.kid ?? jwk.kid;
  check(kid === undefined || (typeof kid === 'string' && kid !== ''), 'clientKey.kid', 'must be a text.');
  const algorithm = given.algorithm ?? jwk.alg ?? suitable[0];
  check(
    typeof algorithm === 'string' && suitable.includes(algorithm),
    'clientKey.algorithm',
    `must be one of ${suitable.join(', ')} for this key.`,
  );
  return { key, kid: kid as string | undefined, algorithm };
}

/** Of what it may be, nothing gets into an error. */
function privateKey(given: unknown): KeyObject | undefined {
  try {
    if (given instanceof KeyObject) return given.type === 'private' ? given : undefined;
    if (typeof given === 'string') return createPrivateKey(given);
    return isJwk(given) ? createPrivateKey({ key: given, format: 'jwk' }) : undefined;
  } catch {
    return undefined;
  }
}

function isJwk(given: unknown): given is JWK {
  return typeof given === 'object' && given !== null && typeof (given as JWK).kty === 'string';
}

/** The algorithms that a key can sign with, the usual one first. */
function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? RSA : [];
  if (asymmetricKeyType === 'ed25519') return ['Ed25519'];
  const onCurve = CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
  return asymmetricKeyType === 'ec' && onCurve !== undefined ? [onCurve] : [];
}

const METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const;
const KEY_NAMES: ReadonlySet<string> = new Set(['key', 'kid', 'algorithm']);
const RSA = ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'];
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
