import { pushBounded, setBounded } from '@who/dev-server';
import { newId } from '../ids.js';
import type { LogoutChannel, ResolvedOptions } from '../options.js';
import { toLocation, withParameter } from '../service-url.js';
import type { ServiceTicket } from '../validation/tickets.js';
import { encodeLogoutRequest, logoutRequestXml } from './logout-request.js';

/** The ways in which a browser can take a logout request to a service. */
export type FrontChannelWay = Exclude<LogoutChannel, 'back-channel' | 'none'>;

/** A logout request that a browser was to take to a service. */
export interface FrontChannelRequest {
  readonly service: string;
  /** The ticket whose session is over: the request's `SessionIndex`. */
  readonly ticket: string;
  readonly way: FrontChannelWay;
}

/** Services that are to be told, and how. */
export interface Errand {
  readonly ticket: ServiceTicket;
  readonly way: FrontChannelWay;
}

/** A browser's way through the services, and where it goes then. */
export interface LogoutTour {
  readonly errands: readonly Errand[];
  readonly service: string | undefined;
  readonly url: string | undefined;
}

/** Has browsers tell services that a session is over. */
export interface FrontChannel {
  /** Where the browser has to go. With a tour, the service sends it back, and {@link resume} goes on with that. */
  address(errand: Errand, rest?: LogoutTour): string;
  /** The tour that was interrupted under this relay state. It is used up. */
  resume(relayState: string | undefined): LogoutTour | undefined;
  readonly requests: readonly FrontChannelRequest[];
}

/** The function that a JSONP answer calls. */
export const jsonpCallback = 'serviceToldOfLogout';

const maxTours = 1_000;
const maxRequests = 1_000;

export function createFrontChannel({ now, frontChannelEncoding }: ResolvedOptions): FrontChannel {
  const tours = new Map<string, LogoutTour>();
  const requests: FrontChannelRequest[] = [];

  return {
    requests,
    address({ ticket: { id, service }, way }, rest) {
      pushBounded(requests, { service, ticket: id, way }, maxRequests);
      const request = encodeLogoutRequest(logoutRequestXml(id, now()), frontChannelEncoding);
      const address = withParameter(service, 'logoutRequest', request);
      if (way === 'jsonp') return toLocation(withParameter(address, 'callback', jsonpCallback));
      if (!rest) return toLocation(address);
      const relayState = newId('RS');
      setBounded(tours, relayState, rest, maxTours);
      return toLocation(withParameter(address, 'RelayState', relayState));
    },
    resume(relayState) {
      const tour = relayState === undefined ? undefined : tours.get(relayState);
      if (relayState !== undefined) tours.delete(relayState);
      return tour;
    },
  };
}
