import type { SsoConnection } from '@who/sso';
import type { CustomFetch } from 'openid-client';
import type { Asker } from './asker.js';

/** The `fetch` that the library gets for one request: it has limits, and leaves a provider alone that is down. */
export type FetchFor = (asker: Asker) => CustomFetch;

export function fetchThrough(connection: SsoConnection): FetchFor {
  return (asker) =>
    (url, { method, headers, body }) =>
      connection.ask(asker, async () => {
        const question = {
          method: method === 'POST' ? ('POST' as const) : ('GET' as const),
          headers: { ...headers },
          ...(body !== undefined && body !== null && { body: String(body) }),
        };
        const answer = await connection.fetchAnswer(url, question);
        return new Response(hasBody(answer.status) ? bytesOf(answer.body) : null, {
          status: answer.status,
          headers: LOOKED_AT.flatMap((name): [string, string][] => {
            const value = answer.header(name);
            return value === undefined ? [] : [[name, value]];
          }),
        });
      });
}

const bytesOf = (body: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(body);

/** `Response` refuses a body with these. */
const hasBody = (status: number): boolean => status !== 204 && status !== 205 && status !== 304;

const LOOKED_AT = ['content-type', 'www-authenticate'];
