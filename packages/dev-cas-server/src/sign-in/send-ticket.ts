import { Refusal } from '@who/dev-server';
import type { Reply } from '../http/reply.js';
import { postPage, redirect, ticketPage } from '../pages/pages.js';
import { toLocation, withParameter } from '../service-url.js';

/** How a service gets its ticket: in the address, in a form that the browser posts, or in headers of the answer. */
export type TicketMethod = 'GET' | 'POST' | 'HEADER';

/** @throws {Refusal} 400 */
export function readMethod(text = 'GET'): TicketMethod {
  const method = text.toUpperCase();
  if (method === 'GET' || method === 'POST' || method === 'HEADER') return method;
  throw new Refusal(400, 'The method has to be GET, POST or HEADER.');
}

/** CAS 3.0.3, section 2.2.4. @param status of a redirect */
export function sendTicket(status: 302 | 303, method: TicketMethod, service: string, ticket: string): Reply {
  switch (method) {
    case 'GET':
      return redirect(status, toLocation(withParameter(service, 'ticket', ticket)));
    case 'POST':
      return postPage(toLocation(service), ticket);
    case 'HEADER': {
      const { headers, ...page } = ticketPage(toLocation(service));
      return { ...page, headers: [...headers, ['service', toLocation(service)], ['ticket', ticket]] };
    }
  }
}
