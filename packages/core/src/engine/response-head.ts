import type { HeaderList, ResponseHead } from '../contract/contract.js';

/**
 * The head of a response as data, for applications that call `challenge` themselves.
 *
 * @example
 * const askAgain = (api: WhoApi) => api.challenge(responseHead(401, [['X-Authorization-Failure-Reason', 'expired']]));
 */
export function responseHead(status: number, headers: HeaderList = []): ResponseHead {
  const valuesOf = (wanted: string): string[] =>
    headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  return {
    status,
    header: (name) => valuesOf(name.toLowerCase()).join(', ') || undefined,
    get setCookies() {
      return valuesOf('set-cookie');
    },
  };
}
