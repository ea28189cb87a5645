import {
  createListener,
  type DevRequest,
  type KnownUser,
  listen,
  makeSigningKey,
  type Reply,
  type Route,
} from '@who/dev-server';
import { fail } from './errors.js';
import { identityProvider, page } from './identity-provider.js';
import { type DevSamlIdpOptions, resolveOptions } from './options.js';

/** A running identity provider. */
export interface DevSamlIdp {
  /** `http://localhost:PORT`. */
  readonly url: string;
  /** Where its metadata is; also its entityID. */
  readonly metadataUrl: string;
  readonly users: readonly KnownUser[];
  /** Ends the server and its connections, at once. */
  close(): Promise<void>;
}

/**
 * Starts a SAML 2.0 identity provider for development and tests, on the loopback interface.
 *
 * @throws {DevSamlIdpError} BAD_OPTION, EADDRINUSE, IN_PRODUCTION, LISTEN_FAILED, NOT_LOOPBACK
 * @example
 * const idp = await startDevSamlIdp();
 * console.log(idp.metadataUrl);
 * await idp.close();
 */
export async function startDevSamlIdp(options: DevSamlIdpOptions = {}): Promise<DevSamlIdp> {
  const resolved = resolveOptions(options);
  const routes = new Map<string, Route<(request: DevRequest) => Reply | Promise<Reply>>>();
  const { logger } = resolved;
  const listener = createListener({ name: '@who/dev-saml-idp', routes, page, logger, maxBodyBytes: MAX_BYTES });
  const { origin: url, close } = await listen(listener, resolved, fail);
  const keys = await makeSigningKey('SAML identity provider for development', Date.now());
  for (const [path, route] of Object.entries(identityProvider(url, resolved, keys))) routes.set(path, route);
  return { url, metadataUrl: `${url}/saml/metadata`, users: [...resolved.users.values()], close };
}

/** A request comes back with the form of its login page. */
const MAX_BYTES = 262_144;
