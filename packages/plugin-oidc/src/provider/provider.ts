import type { MaybePromise } from '@who/core';
import { isLoopback } from '@who/sso';
import {
  allowInsecureRequests,
  type ClientAuth,
  Configuration,
  clockSkew,
  clockTolerance,
  customFetch,
  discovery,
  type ServerMetadata,
} from 'openid-client';
import { badMetadata, badResponse } from '../errors.js';
import type { OidcSettings } from '../options.js';
import type { Asker } from './asker.js';
import { clientAuthentication } from './client-authentication.js';
import type { FetchFor } from './fetch.js';
import { type KeySet, keySet } from './key-set.js';
import { checkMetadata, type ProviderMetadata } from './metadata.js';
import { troubleOf } from './trouble.js';

/** A provider as far as it is known, for one request. */
export interface Provider {
  readonly metadata: ProviderMetadata;
  readonly keys: KeySet;
  /** What the library works with. */
  readonly configuration: Configuration;
}

/**
 * Finds out about a provider when it is needed for the first time, and again from time to time. What is known stays good
 * while the provider does not say anything new.
 *
 * @throws {WhoError} OIDC_UNAVAILABLE and others, where nothing is known yet
 */
export type ProviderFor = (asker: Asker) => MaybePromise<Provider>;

export function providerOf(settings: OidcSettings, fetchFor: FetchFor): ProviderFor {
  const { issuer, discoveryMaxAgeSeconds } = settings;
  let known: Known | undefined;
  let pending: Promise<Known> | undefined;

  function discover(asker: Asker): Promise<Known> {
    pending ??= findOut(asker)
      .then((found) => {
        // The keys are looked up anew only where they may be others.
        const isSame = known?.metadata.jwksUri.href === found.metadata.jwksUri.href;
        known = isSame && known ? { ...found, keys: known.keys } : found;
        return known;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  }

  async function findOut(asker: Asker): Promise<Known> {
    const server = await metadataOf(settings, fetchFor(asker));
    const metadata = checkMetadata(server, issuer);
    const keys = keySet((who) => fetchKeys(metadata.jwksUri, fetchFor(who)));
    return { server: onlyUsed(server), metadata, keys, auth: await clientAuthentication(settings), atMs: asker.now() };
  }

  function isOld({ atMs }: Known, asker: Asker): boolean {
    const passed = asker.now() - atMs;
    return passed < 0 || passed >= discoveryMaxAgeSeconds * 1000;
  }

  function refresh(asker: Asker): void {
    if (pending) return;
    const failed = (error: unknown): void => {
      if (known) known = { ...known, atMs: asker.now() - discoveryMaxAgeSeconds * 1000 + RETRY_MS };
      asker.logger.warn(`${(error as Error).message} What was known of the provider before stays good.`);
    };
    discover(asker).then(() => {}, failed);
  }

  return (asker) => {
    const provider = ({ server, metadata, keys, auth }: Known): Provider => ({
      metadata,
      keys,
      configuration: configurationOf(settings, { server, auth, fetch: fetchFor(asker), nowMs: asker.now() }),
    });
    if (!known) return discover(asker).then(provider);
    if (isOld(known, asker)) refresh(asker);
    return provider(known);
  };
}

interface Known {
  readonly server: ServerMetadata;
  readonly metadata: ProviderMetadata;
  readonly keys: KeySet;
  readonly auth: ClientAuth;
  readonly atMs: number;
}

async function metadataOf(settings: OidcSettings, fetch: ReturnType<FetchFor>): Promise<ServerMetadata> {
  const { issuer, clientId } = settings;
  const server = new URL(issuer);
  const execute = isLoopback(server.hostname) ? [allowInsecureRequests] : [];
  try {
    const found = await discovery(server, clientId, undefined, undefined, { [customFetch]: fetch, execute });
    return found.serverMetadata();
  } catch (error) {
    const trouble = troubleOf(error);
    const problem = 'answer' in trouble ? trouble.answer : 'it is not well-formed';
    throw badMetadata(problem);
  }
}

async function fetchKeys(url: URL, fetch: ReturnType<FetchFor>): Promise<unknown> {
  const headers = { accept: 'application/json, application/jwk-set+json' };
  const response = await fetch(url.href, { method: 'GET', headers, body: undefined, redirect: 'manual' });
  if (response.status !== 200) throw badResponse(`the status of its "jwks_uri" is ${response.status}`);
  try {
    return await response.json();
  } catch {
    throw badResponse('what its "jwks_uri" names is no JSON');
  }
}

/** One for each request: it knows by which clock, and for whom the provider is asked. */
function configurationOf(
  { clientId, algorithms, clockToleranceSeconds, issuer }: OidcSettings,
  { server, auth, fetch, nowMs }: Pick<Known, 'server' | 'auth'> & { fetch: ReturnType<FetchFor>; nowMs: number },
): Configuration {
  const client = {
    id_token_signed_response_alg: algorithms,
    [clockTolerance]: clockToleranceSeconds,
    [clockSkew]: Math.round((nowMs - Date.now()) / 1000),
  };
  const configuration = new Configuration(server, clientId, client as object, auth);
  configuration[customFetch] = fetch;
  // Our own fetch has a time limit, for all of an answer.
  configuration.timeout = 0;
  if (isLoopback(new URL(issuer).hostname)) allowInsecureRequests(configuration);
  return configuration;
}

/** The library copies what it is given, and providers say much about themselves. */
function onlyUsed(server: ServerMetadata): ServerMetadata {
  const used = Object.fromEntries(USED.filter((name) => name in server).map((name) => [name, server[name]]));
  return used as unknown as ServerMetadata;
}

const USED = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
  'pushed_authorization_request_endpoint',
  'authorization_response_iss_parameter_supported',
] as const;

/** How long a provider is left alone that could not say anything new. */
const RETRY_MS = 60_000;
