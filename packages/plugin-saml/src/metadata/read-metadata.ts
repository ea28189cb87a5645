import { parseUrl } from '@who/core';
import type { XmlElement } from '@who/sso';
import { BINDINGS, type Binding, METADATA, PROTOCOL, SHIBBOLETH_METADATA } from '../saml-names.js';
import { all, is, optional } from '../xml/find.js';
import { optionalInstant } from '../xml/instant.js';
import { signingCertificates } from './certificates.js';

/** What is known of an identity provider. */
export interface IdpMetadata {
  readonly entityId: string;
  /** PEM, at least one. While keys are changed there are several. */
  readonly certificates: readonly string[];
  /** Where people sign in, by binding; at least one. */
  readonly signOn: Endpoints;
  /** Where they sign out. */
  readonly logout: Endpoints;
  /** Where answers to its logout requests go; by default to the same place. */
  readonly logoutAnswers: Endpoints;
  readonly wantsRequestsSigned: boolean;
  /** In lower case; `undefined`: it says nothing of scopes, and may use all. */
  readonly scopes: readonly string[] | undefined;
  /** Milliseconds since 1970; `undefined` for ever. */
  readonly validUntilMs: number | undefined;
}

/** Addresses by binding. */
export type Endpoints = Readonly<Partial<Record<Binding, string>>>;

/**
 * Reads the metadata of one identity provider out of a document that may have others, too (SAML 2.0 metadata).
 *
 * @param entityId which of several
 * @throws {Error} which says why it cannot be used
 */
export function readMetadata(root: XmlElement, entityId: string | undefined): IdpMetadata {
  const found = [...providersIn(root, undefined)];
  const wanted =
    entityId === undefined ? found : found.filter(({ entity }) => entity.attribute('entityID') === entityId);
  const [first] = wanted;
  if (!first) {
    throw new Error(entityId === undefined ? 'It has no identity provider.' : `It has no ${JSON.stringify(entityId)}.`);
  }
  if (wanted.length > 1) throw new Error('It has several identity providers: say which by "idpEntityId".');
  return readEntity(first);
}

/** An entity, and until when it counts: as long as all that is around it. */
interface Found {
  readonly entity: XmlElement;
  readonly role: XmlElement;
  readonly validUntilMs: number | undefined;
}

function* providersIn(element: XmlElement, until: number | undefined): Generator<Found> {
  const untilMs = earlier(until, optionalInstant(element.attribute('validUntil'), 'validUntil'));
  if (is(element, METADATA, 'EntitiesDescriptor')) {
    for (const child of element.children) yield* providersIn(child, untilMs);
  } else if (is(element, METADATA, 'EntityDescriptor')) {
    const role = roleOf(element);
    const roleUntilMs = optionalInstant(role?.attribute('validUntil'), 'validUntil');
    if (role) yield { entity: element, role, validUntilMs: earlier(untilMs, roleUntilMs) };
  }
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function roleOf(entity: XmlElement): XmlElement | undefined {
  return all(entity, METADATA, 'IDPSSODescriptor').find((role) =>
    (role.attribute('protocolSupportEnumeration') ?? '').split(/\s+/).includes(PROTOCOL),
  );
}

function readEntity({ entity, role, validUntilMs }: Found): IdpMetadata {
  const entityId = entity.attribute('entityID') ?? '';
  if (entityId === '' || entityId.length > 1024) throw new Error('It has an identity provider without a name.');
  const certificates = signingCertificates(all(role, METADATA, 'KeyDescriptor'));
  if (certificates.length === 0) throw new Error('It has no certificate of an RSA key of 2048 bits or more.');
  const signOn = endpoints(all(role, METADATA, 'SingleSignOnService'), 'Location');
  if (!signOn.redirect && !signOn.post) throw new Error('It has no address to sign in at by redirect or POST.');
  const logoutServices = all(role, METADATA, 'SingleLogoutService');
  const extensions = [entity, role].flatMap((parent) => optional(parent, METADATA, 'Extensions') ?? []);
  const scopes = extensions.flatMap((parent) => all(parent, SHIBBOLETH_METADATA, 'Scope'));
  return {
    entityId,
    certificates,
    signOn,
    logout: endpoints(logoutServices, 'Location'),
    logoutAnswers: {
      ...endpoints(logoutServices, 'Location'),
      ...endpoints(logoutServices, 'ResponseLocation'),
    },
    wantsRequestsSigned: /^(?:true|1)$/.test(role.attribute('WantAuthnRequestsSigned') ?? ''),
    scopes: scopes.length > 0 ? scopesOf(scopes) : undefined,
    validUntilMs,
  };
}

/** Those by an expression allow nothing: whose strings it means, only its own kind of expressions says. */
function scopesOf(scopes: readonly XmlElement[]): readonly string[] {
  return scopes.filter((s) => !/^(?:true|1)$/.test(s.attribute('regexp') ?? '')).map((s) => s.text.toLowerCase());
}

/** The first of each binding, http or https only. */
function endpoints(services: readonly XmlElement[], attribute: 'Location' | 'ResponseLocation'): Endpoints {
  const found: Partial<Record<Binding, string>> = {};
  for (const service of services) {
    const location = service.attribute(attribute) ?? '';
    if (!/^https?:$/.test(parseUrl(location)?.protocol ?? '')) continue;
    for (const binding of ['redirect', 'post'] as const) {
      if (service.attribute('Binding') === BINDINGS[binding]) found[binding] ??= location;
    }
  }
  return found;
}
