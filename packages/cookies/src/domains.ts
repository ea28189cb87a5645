import { isIP } from 'node:net';

/**
 * The domains for which a host gets cookies that peers set. repoze.who, mod_auth_tkt and Pyramid name the host itself,
 * with a dot in front or without, which is the same to browsers. For an address, and for a name of one label, browsers
 * know no cookies but the host's own.
 *
 * @param domain the one that is configured: all up to it are meant
 * @param withParent the one above the host's as well, which Pyramid names with `parent_domain`
 */
export function sharedDomains(host: string, domain: string | undefined, withParent: boolean): string[] {
  const top = domain === undefined ? [] : [plainDomain(domain)];
  if (isIP(host) !== 0 || !host.includes('.')) return top;
  const parents = parentsOf(host);
  const upToTop = parents.slice(0, parents.indexOf(top[0] ?? '') + 1);
  return [...new Set([host, ...upToTop, ...top, ...(withParent ? parents.slice(0, 1) : [])])];
}

/** A domain as browsers compare it. */
export function plainDomain(domain: string): string {
  return domain.replace(/^\./, '').toLowerCase();
}

/** What is above a host, from below, without the last label alone. */
function parentsOf(host: string): string[] {
  const labels = host.split('.');
  return labels.slice(1, -1).map((_, i) => labels.slice(i + 1).join('.'));
}
