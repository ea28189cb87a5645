import { SAML } from '@node-saml/node-saml';
import type { IdpMetadata } from '../metadata/read-metadata.js';
import { type Binding, NAME_ID_FORMATS } from '../saml-names.js';

/** How people are sent away. */
export interface RequestSettings {
  readonly requestBinding: Binding | undefined;
  readonly nameIdFormat: keyof typeof NAME_ID_FORMATS | undefined;
  readonly authnContexts: readonly string[];
  /** PEM. */
  readonly privateKey: string | undefined;
  readonly certificates: readonly string[];
}

/** One request for a sign-in. */
export interface AuthnRequest {
  readonly id: string;
  readonly entityId: string;
  readonly callbackUrl: string;
  readonly relayState: string;
  readonly mode: 'plain' | 'renew' | 'gateway';
}

/** Where a browser goes with it. */
export type SamlDeparture =
  | { readonly location: string }
  | { readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** Which way a request goes: the one of choice, else a redirect, where the identity provider takes both. */
export function bindingFor({ signOn }: IdpMetadata, wanted: Binding | undefined): Binding {
  if (wanted !== undefined && signOn[wanted] !== undefined) return wanted;
  return signOn.redirect === undefined ? 'post' : 'redirect';
}

/** Has the library write a request (SAML 2.0 profiles, section 4.1.3), signed where there is a key. */
export async function authnRequest(
  idp: IdpMetadata,
  settings: RequestSettings,
  { id, entityId, callbackUrl, relayState, mode }: AuthnRequest,
): Promise<SamlDeparture> {
  const { privateKey, certificates, nameIdFormat, authnContexts } = settings;
  const binding = bindingFor(idp, settings.requestBinding);
  const entryPoint = idp.signOn[binding] ?? '';
  const [publicCert] = certificates;
  const library = new SAML({
    issuer: entityId,
    callbackUrl,
    idpCert: [...idp.certificates],
    entryPoint,
    generateUniqueId: () => id,
    identifierFormat: nameIdFormat ? NAME_ID_FORMATS[nameIdFormat] : null,
    disableRequestedAuthnContext: authnContexts.length === 0,
    authnContext: [...authnContexts],
    forceAuthn: mode === 'renew',
    passive: mode === 'gateway',
    ...(privateKey !== undefined && { privateKey, signatureAlgorithm: 'sha256', digestAlgorithm: 'sha256' }),
    ...(publicCert !== undefined && { publicCert }),
    // The library deflates what is posted, too, which the binding does not know (bindings, section 3.5.4).
    skipRequestCompression: binding === 'post',
    cacheProvider: { saveAsync: async () => null, getAsync: async () => null, removeAsync: async () => null },
  });
  if (binding === 'redirect') return { location: await library.getAuthorizeUrlAsync(relayState, undefined, {}) };
  const message = await library.getAuthorizeMessageAsync(relayState, undefined, {});
  const fields = Object.entries(message).map(([name, value]): [string, string] => [name, String(value)]);
  return { action: entryPoint, fields: Object.fromEntries(fields) };
}
