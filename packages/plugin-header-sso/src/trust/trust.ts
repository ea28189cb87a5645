import { timingSafeEqual } from 'node:crypto';
import type { Exchange, Peer } from '@who/core';
import type { FoundHeaders, HeaderTable } from '../headers/header-table.js';
import type { HeaderSsoSettings } from '../options.js';
import { certificateTest } from './certificate.js';
import { addressTest } from './peers.js';

/** Says whether a request comes from the front end: everything that was asked for has to hold. */
export type TrustTest = (exchange: Exchange, found: FoundHeaders) => boolean;

export function trustTest(settings: HeaderSsoSettings, table: HeaderTable): TrustTest {
  const { peers, trustsUnix, secret, clientCertificate } = settings;
  const isTrustedAddress = addressTest(peers);
  const hasCertificate = clientCertificate && certificateTest(clientCertificate);
  const secretIndex = secret ? table.indexOf(secret.header) : -1;
  const secrets = secret?.values.map((value) => Buffer.from(value, 'latin1')) ?? [];

  function isFrontEnd(peer: Peer): boolean {
    const { address } = peer;
    if (address === undefined ? !(trustsUnix && peer.isUnixSocket) : !isTrustedAddress(address)) return false;
    return !hasCertificate || hasCertificate(peer);
  }

  return (exchange, found) => {
    const { peer } = exchange;
    if (!peer || !isFrontEnd(peer)) return false;
    return secretIndex === -1 || isOneOf(secrets, found.values[secretIndex]);
  };
}

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
