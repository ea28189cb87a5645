import { parseUrl } from '@who/core';
import { isLoopback } from '@who/sso';
import type { ServerMetadata } from 'openid-client';
import { badMetadata } from '../errors.js';

/** What a provider says about itself, as far as it is used here, checked. */
export interface ProviderMetadata {
  /** As tokens name it, to the letter. */
  readonly issuer: string;
  readonly jwksUri: URL;
  readonly userInfoUrl: URL | undefined;
  readonly endSessionUrl: URL | undefined;
  readonly takesPushedRequests: boolean;
  /** Whether answers that a browser brings say by `iss` whose they are (RFC 9207). */
  readonly namesItself: boolean;
}

/**
 * Checks what discovery has found. Whoever could put another address in there could sign in as anybody, so that it has
 * to be of the issuer that was asked, and all of its addresses have to be https where the issuer's is.
 *
 * @throws {WhoError} OIDC_METADATA_UNUSABLE
 */
export function checkMetadata(metadata: ServerMetadata, issuer: string): ProviderMetadata {
  if (new URL(metadata.issuer).href !== new URL(issuer).href) {
    throw badMetadata('it says that it is another issuer than "issuer"');
  }
  const { jwks_uri, authorization_endpoint, token_endpoint, userinfo_endpoint, end_session_endpoint } = metadata;
  const isLocal = isLoopback(new URL(issuer).hostname);
  const address = (name: string, value: unknown): URL => {
    const url = parseUrl(value);
    if (!url) throw badMetadata(`it has no "${name}"`);
    if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:' && isLoopback(url.hostname))) {
      throw badMetadata(`its "${name}" is not https`);
    }
    return url;
  };
  const possibly = (name: string, value: unknown): URL | undefined =>
    value === undefined || value === null ? undefined : address(name, value);

  address('authorization_endpoint', authorization_endpoint);
  address('token_endpoint', token_endpoint);
  const pushed = possibly('pushed_authorization_request_endpoint', metadata.pushed_authorization_request_endpoint);
  return {
    issuer: metadata.issuer,
    jwksUri: address('jwks_uri', jwks_uri),
    userInfoUrl: possibly('userinfo_endpoint', userinfo_endpoint),
    endSessionUrl: possibly('end_session_endpoint', end_session_endpoint),
    takesPushedRequests: pushed !== undefined,
    namesItself: metadata.authorization_response_iss_parameter_supported === true,
  };
}
