import { pushBounded } from './bounded.js';
import { newId } from './ids.js';
import type { ResolvedOptions } from './options.js';
import { parseService, toLocation } from './service-url.js';
import type { ServiceTicket } from './tickets.js';
import { escapeXml } from './xml.js';

/** A logout request that was sent to a service, and what came of it. */
export interface BackChannelPost {
  readonly service: string;
  /** The ticket whose session is over: the request's `SessionIndex`. */
  readonly ticket: string;
  /** HTTP status of the service's answer. Nothing when there was none. */
  readonly status?: number | undefined;
  /** Why there was no answer. */
  readonly problem?: string | undefined;
}

/** Tells services that a session is over. */
export interface BackChannel {
  /** Resolves when every service has answered or had its time. Never rejects. */
  send(tickets: readonly ServiceTicket[]): Promise<void>;
  readonly posts: readonly BackChannelPost[];
}

const maxPosts = 1_000;

/** @param closing aborted when the server closes; ends every wait */
export function createBackChannel(options: ResolvedOptions, closing: AbortSignal): BackChannel {
  const { now, serviceAllowed, backChannelTimeoutMs, logger } = options;
  const posts: BackChannelPost[] = [];

  async function post({ id, service }: ServiceTicket): Promise<void> {
    const url = parseService(service);
    if (!url || !serviceAllowed(url)) return;
    const answer = await send(url, logoutRequestXml(id, now()), backChannelTimeoutMs, closing);
    pushBounded(posts, { service, ticket: id, ...answer }, maxPosts);
    if (answer.problem) logger.warn(`Logout request to ${toLocation(service)} failed: ${answer.problem}`);
    else logger.debug(`Logout request to ${toLocation(service)}: ${answer.status}`);
  }

  return {
    posts,
    send: async (tickets) => void (await Promise.all(tickets.map(post))),
  };
}

async function send(
  url: URL,
  logoutRequest: string,
  timeoutMs: number,
  closing: AbortSignal,
): Promise<Pick<BackChannelPost, 'status' | 'problem'>> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ logoutRequest }),
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, closing]),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { problem: describe(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch` hides what went wrong in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : error.message;
}

/** CAS 3.0.3, section 2.3.3 and appendix C. The user is not named: `SessionIndex` says it all. */
export function logoutRequestXml(ticket: string, nowMs: number): string {
  return `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${newId('LR')}" Version="2.0" IssueInstant="${new Date(nowMs).toISOString()}">
  <saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>
  <samlp:SessionIndex>${escapeXml(ticket)}</samlp:SessionIndex>
</samlp:LogoutRequest>`;
}
