import type { Exchange } from '@who/core';
import type { KeyRing } from '../keys/key-ring.js';
import type { Settings } from '../options/settings.js';
import { reasons } from '../reasons.js';
import { addressOf, ipv4Of } from '../ticket/ip-address.js';
import { MAX_VALUES, nowSecondsOf } from '../ticket/ticket-verifier.js';
import { Malformed } from './explanation.js';
import { judge, type Refusal, type Wanted } from './judgement.js';

/** Tells people who look on why no ticket of a request counts. Costs hashes, so it is for them alone. */
export function tellWhyNot(exchange: Exchange, settings: Settings, keys: KeyRing | undefined): void {
  const { name } = settings.cookie;
  const values = exchange.cookies(name).filter((value) => value !== '');
  if (values.length === 0) exchange.explain?.(reasons.TICKET_NO_COOKIE, { cookie: name });
  for (const value of keys ? values.slice(0, MAX_VALUES) : []) tellOfTicket(exchange, value, settings, keys as KeyRing);
}

/** Tells why a ticket does not count. */
function tellOfTicket(exchange: Exchange, value: string, settings: Settings, keys: KeyRing): undefined {
  const { includeIp, isGuest, isRevoked } = settings;
  const address = includeIp ? addressIn(exchange, keys) : undefined;
  if (includeIp && address === undefined) return exchange.explain?.(reasons.TICKET_NO_ADDRESS);
  const judged = judge(value, wantedOf(exchange, settings, keys, address));
  if (judged instanceof Malformed) return exchange.explain?.(reasons.TICKET_MALFORMED, { problem: judged.problem });
  const refusals = judged.refusals.filter((refusal) => !isAccepted(refusal, keys));
  for (const { reason, facts } of refusals) exchange.explain?.(reason, facts);
  if (refusals.length > 0) return undefined;
  // It is genuine and in time, and still does not count.
  if (judged.ticket && isGuest?.(judged.ticket.userid)) return exchange.explain?.(reasons.TICKET_GUEST);
  return exchange.explain?.(isRevoked ? reasons.TICKET_REVOKED : reasons.TICKET_UNFIT);
}

function wantedOf(exchange: Exchange, settings: Settings, keys: KeyRing, address: string | undefined): Wanted {
  const { timeoutSeconds, clockSkewSeconds, cookie } = settings;
  const { secrets, formats, digests, compat, useridTypes, use } = keys;
  return {
    secrets,
    format: formats[0],
    digest: digests[0],
    compat,
    useridTypes,
    cookieName: cookie.name,
    audience: use.audience,
    address,
    timeoutSeconds,
    clockSkewSeconds,
    nowSeconds: nowSecondsOf(exchange),
  };
}

/** Old formats and digests are taken, too. */
function isAccepted({ reason, facts }: Refusal, { formats, digests }: KeyRing): boolean {
  if (reason === reasons.TICKET_FORMAT) return formats.some((format) => format === facts?.['format']);
  return reason === reasons.TICKET_DIGEST && digests.some((digest) => digest === facts?.['digest']);
}

function addressIn({ remoteAddress }: Exchange, { formats }: KeyRing): string | undefined {
  return formats[0] === 'who1' ? addressOf(remoteAddress) : ipv4Of(remoteAddress);
}
