import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Certificates of which one is demanded of the front end. */
export interface ClientCertificate {
  /** SHA-256 fingerprints, in hexadecimal, with or without colons. @default none */
  readonly fingerprints?: readonly string[] | undefined;
  /** Common names of the subject. Every authority that the server believes can issue one. @default none */
  readonly commonNames?: readonly string[] | undefined;
}

/** Makes a test for the certificate that the other end has shown. It is looked at once for each connection. */
export function certificateTest(accepted: ClientCertificate): (socket: Socket) => boolean {
  const fingerprints = new Set(accepted.fingerprints?.map(plainFingerprint));
  const commonNames = new Set(accepted.commonNames);
  const known = new WeakMap<Socket, boolean>();

  function look(socket: Socket & Partial<Pick<TLSSocket, 'authorized' | 'getPeerCertificate'>>): boolean {
    // Verified by the server's own rules: its authorities, the time. Without `requestCert` nobody is.
    if (socket.authorized !== true || !socket.getPeerCertificate) return false;
    const { fingerprint256, subject } = socket.getPeerCertificate();
    if (typeof fingerprint256 !== 'string') return false;
    if (fingerprints.has(plainFingerprint(fingerprint256))) return true;
    const name: unknown = subject?.CN;
    return typeof name === 'string' && commonNames.has(name);
  }

  return (socket) => {
    let holds = known.get(socket);
    if (holds === undefined) {
      holds = look(socket);
      known.set(socket, holds);
    }
    return holds;
  };
}

/** A fingerprint without its colons, in upper case. */
export function plainFingerprint(text: string): string {
  return text.replaceAll(':', '').toUpperCase();
}
