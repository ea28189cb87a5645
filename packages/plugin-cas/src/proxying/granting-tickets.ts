import { createHash } from 'node:crypto';
import { chain, type MaybePromise } from '@who/core';
import { floodGate } from '@who/sso';
import type { GrantStore } from '../sessions/cas-sessions.js';

/** Where a proxy-granting ticket waits, between its delivery and the answer that names its IOU. */
export interface GrantingTickets {
  /**
   * Keeps a ticket for a short time.
   *
   * @returns `false` when too many are waiting
   * @throws {WhoError} CAS_SESSION_STORE_FAILED
   */
  deliver(iou: string, ticket: string): MaybePromise<boolean>;
  /**
   * Hands over what was delivered, encrypted for a session; once.
   *
   * @throws {WhoError} CAS_SESSION_STORE_FAILED
   */
  claim(iou: string, sessionId: string): MaybePromise<string | undefined>;
  /** Decrypts what {@link claim} handed over, for that session only. */
  open(sealed: unknown, sessionId: string): string | undefined;
}

/** @param casUrl is part of every seal, so that no CAS server is shown another's tickets */
export function grantingTickets({ grants, seal, now }: Omit<GrantStore, 'sessions'>, casUrl: string): GrantingTickets {
  const keyOf = (iou: string): string => createHash('sha256').update(`${casUrl}\n${iou}`).digest('base64url');
  const purposeOf = (key: string): string => `${casUrl} ${key}`;
  /** Anybody can deliver rubbish, unless `casAddresses` keeps them out. */
  const mayPass = floodGate(MAX_WAITING, WAITING_MS, now);

  return {
    deliver(iou, ticket) {
      if (!mayPass()) return false;
      const key = keyOf(iou);
      return chain(grants.set(key, seal.close(ticket, purposeOf(key)), WAITING_MS), () => true);
    },
    claim(iou, sessionId) {
      const key = keyOf(iou);
      return chain(grants.get(key), (sealed) => {
        const ticket = seal.open(sealed, purposeOf(key));
        if (ticket === undefined) return undefined;
        return chain(grants.delete(key), () => seal.close(ticket, purposeOf(sessionId)));
      });
    },
    open: (sealed, sessionId) => seal.open(sealed, purposeOf(sessionId)),
  };
}

/** The CAS server delivers the ticket while it is asked about the other one. */
const WAITING_MS = 60_000;
const MAX_WAITING = 5000;
