import type { Exchange, HeaderList } from '@who/core';
import type { Subject } from '../attempts/subject.js';
import type { Devices } from './devices.js';

/** Who has given a right password in this request: left by the authenticator for the plugin that remembers. */
export interface Proofs {
  note(exchange: Exchange, userid: string, subject: Subject): void;
  /** The cookie for somebody who is remembered; nothing where it was not he who has given one. */
  headers(exchange: Exchange, userid: string): HeaderList;
}

interface Proof {
  readonly userid: string;
  readonly user: string;
  readonly device: Subject['device'];
  /** Made once: whoever asks again gets the same device. */
  headers?: HeaderList;
}

export function proofsOf(devices: Devices): Proofs {
  return {
    note({ scratch }, userid, { user, device }) {
      if (user !== undefined) scratch.set(devices, { userid, user, device } satisfies Proof);
    },
    headers(exchange, userid) {
      const proof = exchange.scratch.get(devices) as Proof | undefined;
      if (proof?.userid !== userid) return [];
      proof.headers ??= devices.remember(exchange, proof.user, proof.device);
      return proof.headers;
    },
  };
}
