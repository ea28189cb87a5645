import { parameter, Refusal } from '@who/dev-server';
import type { DevOidcClient } from '../options.js';

/** What an application asks for (OpenID Connect Core, section 3.1.2.1), once it is known to be good. */
export interface AuthorizationRequest {
  readonly client: DevOidcClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scopes: ReadonlySet<string>;
  /** `none`, `login`, … */
  readonly prompts: ReadonlySet<string>;
  readonly maxAgeSeconds: number | undefined;
  readonly loginHint: string | undefined;
  /** PKCE by S256 (RFC 7636). */
  readonly codeChallenge: string | undefined;
}

/** A request that is answered to the application, by way of the browser. */
export interface RefusedRequest extends Pick<AuthorizationRequest, 'redirectUri' | 'state'> {
  /** RFC 6749, section 4.1.2.1. */
  readonly error: string;
  readonly description: string;
}

/**
 * @throws {Refusal} where it is not known to whom an answer could go
 */
export function readRequest(
  fields: URLSearchParams,
  clients: ReadonlyMap<string, DevOidcClient>,
): AuthorizationRequest | RefusedRequest {
  const client = clients.get(parameter(fields, 'client_id') ?? '');
  if (!client) throw new Refusal(400, 'The parameter "client_id" names no application that this provider knows.');
  const redirectUri = parameter(fields, 'redirect_uri');
  if (redirectUri === undefined || !client.redirectUris.includes(redirectUri)) {
    throw new Refusal(400, `"${redirectUri ?? ''}" is none of the redirect URIs of "${client.clientId}".`);
  }
  const texts = (name: string): ReadonlySet<string> => new Set(parameter(fields, name)?.split(' ').filter(Boolean));
  const [state, nonce] = [parameter(fields, 'state'), parameter(fields, 'nonce')];
  const [scopes, prompts] = [texts('scope'), texts('prompt')];
  const codeChallenge = parameter(fields, 'code_challenge');
  const maxAge = parameter(fields, 'max_age');

  const problem = problemOf(fields, scopes, prompts, maxAge);
  if (problem) return { redirectUri, state, ...problem };
  if (codeChallenge === undefined ? client.clientSecret === undefined : !hasS256(fields, codeChallenge)) {
    const description = 'PKCE is by S256 here, and a client without a secret needs it.';
    return { redirectUri, state, error: 'invalid_request', description };
  }
  return {
    client,
    redirectUri,
    state,
    nonce,
    scopes,
    prompts,
    maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
    loginHint: parameter(fields, 'login_hint'),
    codeChallenge,
  };
}

function problemOf(
  fields: URLSearchParams,
  scopes: ReadonlySet<string>,
  prompts: ReadonlySet<string>,
  maxAge: string | undefined,
): Pick<RefusedRequest, 'error' | 'description'> | undefined {
  const invalid = (description: string) => ({ error: 'invalid_request', description });
  if (fields.has('request')) return { error: 'request_not_supported', description: 'Say it in parameters.' };
  if (fields.has('request_uri')) return { error: 'request_uri_not_supported', description: 'Say it in parameters.' };
  if (parameter(fields, 'response_type') !== 'code') {
    return { error: 'unsupported_response_type', description: 'The response_type has to be "code".' };
  }
  if ((parameter(fields, 'response_mode') ?? 'query') !== 'query')
    return invalid('The response_mode has to be "query".');
  if (!scopes.has('openid')) return { error: 'invalid_scope', description: 'The scope has to have "openid" in it.' };
  const unknown = [...prompts].find((prompt) => !PROMPTS.includes(prompt));
  if (unknown !== undefined) return invalid(`The prompt "${unknown}" is not known.`);
  if (prompts.has('none') && prompts.size > 1) return invalid('The prompt "none" stands alone.');
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) return invalid('The max_age has to be a number of seconds.');
  return undefined;
}

/** Nobody is asked whether they agree, so `consent` asks for nothing more. */
export const PROMPTS: readonly string[] = ['none', 'login', 'consent', 'select_account'];

const hasS256 = (fields: URLSearchParams, challenge: string): boolean =>
  parameter(fields, 'code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(challenge);
