import { createSecureContext } from 'node:tls';
import { makeCertificate } from '@who/dev-server';
import { badOption } from '../errors.js';

/** A certificate of yours, for TLS: PEM texts. */
export interface DevCasTls {
  /** The certificate, and those between it and its authority behind it. */
  readonly cert: string;
  readonly key: string;
}

/** What the server presents, and what its clients have to trust if it made that itself. */
export interface ResolvedTls extends DevCasTls {
  readonly ca?: string | undefined;
}

/** @throws {DevCasServerError} BAD_OPTION */
export function resolveTls(tls: boolean | DevCasTls): ResolvedTls | undefined {
  if (tls === false) return undefined;
  // By the machine's own clock: clients know no other.
  if (tls === true) return makeCertificate('CAS server for development', Date.now());
  if (typeof tls?.cert !== 'string' || typeof tls.key !== 'string') {
    throw badOption('tls', 'must be true, false, or an object with the texts "cert" and "key".');
  }
  const { cert, key } = tls;
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw badOption('tls', `has a certificate and a key that do not work together: ${problem}`);
  }
  return { cert, key };
}
