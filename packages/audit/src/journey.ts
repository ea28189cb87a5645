import type { GivenReason, StageEvent } from '@who/core';
import type { AuditEvent, AuditEventName } from './event.js';

/** Who said no, and why. */
interface Verdict {
  readonly plugin?: string | undefined;
  readonly code?: string | undefined;
}

/** What has to be remembered of a request until it is known what became of it. */
export class AuditJourney {
  readonly #where: Pick<AuditEvent, 'request' | 'method' | 'path'>;
  readonly #told: Set<string> = new Set();
  /** Who was accepted last, and by whom. */
  userid: string | undefined;
  authenticator: string | undefined;
  /** Credentials that nobody has accepted so far. */
  refusal: Verdict | undefined;
  /** A sign-in that counts no more. */
  revocation: Verdict | undefined;
  /** The credentials are those of that sign-in: that nobody else accepts them, either, is no refusal. */
  isRevoked = false;
  /** What the answer of an identifier that is under way has said so far. */
  answering: readonly GivenReason[] | undefined;
  /** Whose metadata was dropped. It is a sign-out, unless nobody is forgotten thereafter. */
  dropped: string | undefined;
  isChallenged = false;

  constructor({ request, method, path }: Pick<StageEvent, 'request' | 'method' | 'path'>) {
    this.#where = { request, method, path };
  }

  refuse(verdict: Verdict): void {
    if (!this.isRevoked) this.refusal = verdict;
  }

  /** An event that this request has not had yet; a refusal comes once, however many plugins refuse. */
  event(event: AuditEventName, what: Partial<AuditEvent>): AuditEvent | undefined {
    const key = `${event} ${what.userid ?? ''}`;
    if (this.#told.has(key)) return undefined;
    this.#told.add(key);
    const { request, method, path } = this.#where;
    const { userid, plugin, code, status } = what;
    return {
      event,
      request,
      ...(userid !== undefined && { userid }),
      ...(plugin !== undefined && { plugin }),
      ...(code !== undefined && { code }),
      ...(status !== undefined && { status }),
      method,
      path,
    };
  }
}
