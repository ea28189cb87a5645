import type { Exchange } from '@who/core';
import type { CookieSettings } from './cookie-writer.js';
import { plainDomain, sharedDomains } from './domains.js';

/** A cookie as it was once; what it does not say is as it is now. */
export interface FormerCookie {
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  readonly domain?: string | undefined;
  readonly partitioned?: boolean | undefined;
}

/** Where a browser keeps a cookie; without a domain, for the host only. */
export interface Place {
  readonly name: string;
  readonly domain: string | undefined;
  readonly path: string;
  readonly partitioned: boolean;
}

/** Where the cookie itself is. */
export function ownPlace({ name, domain, path, partitioned }: CookieSettings): Place {
  return { name, domain: domain && plainDomain(domain), path, partitioned };
}

/**
 * Everywhere that a browser may have the cookie from: from us, from peers, from before.
 *
 * @param withParent the domain above the host's as well, which Pyramid names with `parent_domain`
 */
export function allPlaces(exchange: Exchange, settings: CookieSettings, withParent: boolean): Place[] {
  const { hostname } = new URL(exchange.publicUrl);
  const own = ownPlace(settings);
  const forms: readonly FormerCookie[] = [{}, ...(own.partitioned ? [{ partitioned: true }] : []), ...settings.former];
  const places = forms.flatMap(({ name = own.name, path = own.path, domain, partitioned = false }) => {
    const shared = isHostOnly(name) ? [] : sharedDomains(hostname, own.domain, withParent);
    const domains = [undefined, ...shared, ...(domain === undefined ? [] : [plainDomain(domain)])];
    return domains.flatMap((at) => [path, '/'].map((on) => ({ name, domain: at, path: on, partitioned })));
  });
  return places.filter((place, i) => places.findIndex((other) => isSame(place, other)) === i);
}

export function isSame(one: Place, other: Place): boolean {
  const { name, domain, path, partitioned } = one;
  return name === other.name && domain === other.domain && path === other.path && partitioned === other.partitioned;
}

/** Browsers compare the prefix without regard to case. */
export function isHostOnly(name: string): boolean {
  return name.toLowerCase().startsWith('__host-');
}
