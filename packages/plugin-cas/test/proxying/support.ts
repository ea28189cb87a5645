import type { CasFetch } from '../../src/index.js';
import { userOf } from '../site.js';
import { serviceResponse } from '../support.js';

/** A CAS server that grants proxy tickets. */
export interface ProxyingCas {
  readonly fetch: CasFetch;
  /** Queries of `/proxy`, and the proxy callbacks that validations named. */
  readonly proxyQueries: URLSearchParams[];
  readonly pgtUrls: (string | null)[];
  /** What `/proxy` answers. @default a fresh proxy ticket */
  proxyAnswer: (() => Response) | undefined;
  /** Whether granting tickets are delivered. @default true */
  delivers: boolean;
}

export function proxyingCas(): ProxyingCas {
  let count = 0;
  const server: ProxyingCas = {
    proxyQueries: [],
    pgtUrls: [],
    proxyAnswer: undefined,
    delivers: true,
    async fetch(address) {
      const { pathname, searchParams } = new URL(address);
      if (pathname.endsWith('/proxy')) {
        server.proxyQueries.push(searchParams);
        return server.proxyAnswer?.() ?? new Response(proxySuccess(`PT-${++count}`));
      }
      const ticket = searchParams.get('ticket') ?? '';
      const pgtUrl = searchParams.get('pgtUrl');
      server.pgtUrls.push(pgtUrl);
      const iou = `PGTIOU-${ticket}`;
      if (pgtUrl !== null && server.delivers) {
        await fetch(`${pgtUrl}?${new URLSearchParams({ pgtIou: iou, pgtId: `PGT-${ticket}` })}`);
      }
      const granted = pgtUrl === null ? '' : `<cas:proxyGrantingTicket>${iou}</cas:proxyGrantingTicket>`;
      return new Response(
        serviceResponse(
          `<cas:authenticationSuccess><cas:user>${userOf(ticket)}</cas:user>${granted}</cas:authenticationSuccess>`,
        ),
      );
    },
  };
  return server;
}

export function proxySuccess(ticket: string): string {
  return serviceResponse(`<cas:proxySuccess><cas:proxyTicket>${ticket}</cas:proxyTicket></cas:proxySuccess>`);
}

export function proxyFailure(code: string): string {
  return serviceResponse(`<cas:proxyFailure code="${code}">no</cas:proxyFailure>`);
}
