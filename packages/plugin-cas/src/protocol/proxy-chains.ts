import { wholeMatch } from '@who/sso';

/**
 * The proxies that a ticket may have gone through, most recent first: the last one is where the person signed in.
 * A text is an exact URL, a regular expression has to match the whole URL.
 */
export type ProxyChain = readonly [string | RegExp, ...(string | RegExp)[]];

/** Says whether a ticket may have gone through these proxies. */
export type ProxyPolicy = (proxies: readonly string[]) => boolean;

/**
 * Compares proxies with the chains that are allowed: the same number of them, in the same order. A part of a chain is
 * another chain.
 */
export function proxyPolicy(chains: readonly ProxyChain[]): ProxyPolicy {
  const allowed = chains.map((chain) => chain.map(urlTest));
  return (proxies) =>
    allowed.some((chain) => chain.length === proxies.length && chain.every((test, i) => test(proxies[i] as string)));
}

function urlTest(pattern: string | RegExp): (url: string) => boolean {
  if (typeof pattern === 'string') return (url) => url === pattern;
  const whole = wholeMatch(pattern);
  return (url) => whole.test(url);
}
