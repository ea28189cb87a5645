import { timingSafeEqual } from 'node:crypto';
import type { Exchange, Peer } from '@who/core';
import type { FoundHeaders, HeaderTable } from '../headers/header-table.js';
import type { HeaderSsoSettings } from '../options.js';
import { type Because, reasons } from '../reasons.js';
import { certificateTest } from './certificate.js';
import { addressTest } from './peers.js';

/** Says whether a request comes from the front end: everything that was asked for has to hold. */
export interface TrustTest {
  isTrusted(exchange: Exchange, found: FoundHeaders): boolean;
  /** What did not hold. */
  whyNot(exchange: Exchange): Because;
}

export function trustTest(settings: HeaderSsoSettings, table: HeaderTable): TrustTest {
  const { peers, trustsUnix, secret, clientCertificate } = settings;
  const isTrustedAddress = addressTest(peers);
  const hasCertificate = clientCertificate && certificateTest(clientCertificate);
  const secretIndex = secret ? table.indexOf(secret.header) : -1;
  const secrets = secret?.values.map((value) => Buffer.from(value, 'latin1')) ?? [];

  function isTrustedPeer(peer: Peer): boolean {
    const { address } = peer;
    return address === undefined ? trustsUnix && peer.isUnixSocket === true : isTrustedAddress(address);
  }

  return {
    isTrusted(exchange, found) {
      const { peer } = exchange;
      if (!peer || !isTrustedPeer(peer) || (hasCertificate && !hasCertificate(peer))) return false;
      return secretIndex === -1 || isOneOf(secrets, found.values[secretIndex]);
    },
    whyNot(exchange) {
      const { peer } = exchange;
      if (!peer || !isTrustedPeer(peer)) {
        return [reasons.HEADER_SSO_UNTRUSTED_PEER, { trustedPeers: namesOf(settings) }];
      }
      if (hasCertificate && !hasCertificate(peer)) return [reasons.HEADER_SSO_NO_CERTIFICATE];
      return [reasons.HEADER_SSO_WRONG_SECRET, { header: secret?.header ?? '' }];
    },
  };
}

/** The peers that are trusted, as an operator knows them; of many the first ones. */
function namesOf({ peers, trustsUnix }: HeaderSsoSettings): string {
  const ranges = peers === 'all' ? ['all'] : peers.map(({ address, bits }) => `${address.toString()}/${bits}`);
  const names = [...ranges, ...(trustsUnix ? ['Unix sockets'] : [])];
  return names.length > MAX_NAMES ? `${names.slice(0, MAX_NAMES).join(', ')} and others` : names.join(', ') || 'none';
}

/** They have to fit into a line. */
const MAX_NAMES = 4;

/** How long a secret is may show in the time that this takes; what it is may not, nor which one it is. */
function isOneOf(secrets: readonly Buffer[], given: string | undefined): boolean {
  if (given === undefined) return false;
  const bytes = Buffer.from(given, 'latin1');
  let matches = 0;
  for (const secret of secrets) {
    if (secret.length === bytes.length && timingSafeEqual(secret, bytes)) matches++;
  }
  return matches > 0;
}
