import type { Peer } from '@who/core';

/** Certificates of which one is demanded of the front end. */
export interface ClientCertificate {
  /** SHA-256 fingerprints, in hexadecimal, with or without colons. @default none */
  readonly fingerprints?: readonly string[] | undefined;
  /** Common names of the subject. Every authority that the server believes can issue one. @default none */
  readonly commonNames?: readonly string[] | undefined;
}

/** Makes a test for the certificate that the other end has shown. It is looked at once for each connection. */
export function certificateTest(accepted: ClientCertificate): (peer: Peer) => boolean {
  const fingerprints = new Set(accepted.fingerprints?.map(plainFingerprint));
  const commonNames = new Set(accepted.commonNames);
  const known = new WeakMap<Peer, boolean>();

  function look({ certificate }: Peer): boolean {
    if (!certificate) return false;
    const { fingerprint256, commonName } = certificate;
    if (fingerprints.has(plainFingerprint(fingerprint256))) return true;
    return commonName !== undefined && commonNames.has(commonName);
  }

  return (peer) => {
    let holds = known.get(peer);
    if (holds === undefined) {
      holds = look(peer);
      known.set(peer, holds);
    }
    return holds;
  };
}

/** A fingerprint without its colons, in upper case. */
export function plainFingerprint(text: string): string {
  return text.replaceAll(':', '').toUpperCase();
}
