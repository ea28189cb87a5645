import { parseUrl } from '@who/core';
/**
 * A service as a URL, or nothing when it is not an absolute http or https URL.
 *
 * The URL is for looking at. Tickets are bound to the text as it was sent, which parsing would change.
 */
export function parseService(service: string): URL | undefined {
  // The parser would silently drop these.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f]|^ | $/.test(service)) return undefined;
  if (!/^https?:\/\//i.test(service)) return undefined;
  return parseUrl(service);
}

/** The service URL with one more parameter: behind the existing query, before a fragment, and the rest as it was. */
export function withParameter(service: string, name: string, value: string): string {
  const hash = service.indexOf('#');
  const end = hash === -1 ? service.length : hash;
  const head = service.slice(0, end);
  const query = head.indexOf('?');
  const separator = query === -1 ? '?' : query === head.length - 1 || head.endsWith('&') ? '' : '&';
  return `${head}${separator}${name}=${encodeURIComponent(value)}${service.slice(end)}`;
}

/**
 * A URL fit for a header or a line of a log: whatever is not printable ASCII is percent-encoded, the rest stays.
 *
 * @param url without lone surrogates, as everything is that was decoded from a request
 */
export function toLocation(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}
