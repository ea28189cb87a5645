import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { CallEvent, ResponseEvent, StageEvent, StageName } from '@who/core';
import { isForOthers, isRenewal, revokedBy } from './codes.js';
import type { AuditEvent } from './event.js';
import { harmless } from './harmless.js';
import { AuditJourney } from './journey.js';

/**
 * Calls a function when somebody signs in or out, is refused, or loses a sign-in; of all engines in this process. Requests
 * with a cookie are no sign-ins.
 *
 * @param listener called at once, in the asynchronous context of the request. What it throws is a warning of the process.
 * @returns ends it
 * @example
 * const stop = auditEvents(({ event, userid }) => console.log(event, userid));
 */
export function auditEvents(listener: (event: AuditEvent) => void): () => void {
  const journeys = new Map<number, AuditJourney>();

  function journeyOf(event: StageEvent): AuditJourney {
    let journey = journeys.get(event.request);
    if (!journey) {
      journey = new AuditJourney(event);
      journeys.set(event.request, journey);
      if (journeys.size > MAX_JOURNEYS) journeys.delete(journeys.keys().next().value as number);
    }
    return journey;
  }

  const tell = (event: AuditEvent | undefined): void => {
    if (event) listener(event);
  };

  const stages: Partial<Record<StageName, (event: StageEvent) => void>> = {
    identify(event) {
      const code = revokedBy(event.reasons);
      if (code !== undefined) journeyOf(event).revocation ??= { plugin: event.plugin, code };
    },

    authenticate(event) {
      const { outcome, userid, plugin, reasons } = event;
      const journey = journeyOf(event);
      if (outcome === 'answered') {
        // Those behind the winner know his userid, too.
        if (userid !== journey.userid) journey.authenticator = plugin;
        journey.refusal = undefined;
      } else if (userid === undefined) {
        if (outcome === 'failed') return tell(journey.event('refused', { plugin, code: event.code }));
        const code = revokedBy(reasons);
        if (code !== undefined) {
          journey.revocation ??= { plugin, code };
          journey.refusal = undefined;
          journey.isRevoked = true;
        } else if (!isForOthers(reasons)) {
          journey.refuse({ plugin, code: reasons.at(-1)?.code });
        } else {
          journey.refuse(journey.refusal ?? {});
        }
      }
      journey.userid = userid;
    },

    remember(event) {
      const { outcome, userid, reasons } = event;
      if (userid === undefined || outcome !== 'answered' || isRenewal(reasons)) return;
      const journey = journeyOf(event);
      const plugin = userid === journey.userid ? journey.authenticator : undefined;
      tell(journey.event('sign-in', { userid, plugin }));
    },

    forgetMetadata(event) {
      if (event.userid !== undefined) journeyOf(event).dropped = event.userid;
    },

    forget(event) {
      const { userid } = event;
      const journey = journeyOf(event);
      journey.dropped = undefined;
      if (userid === undefined) {
        if (journey.refusal) tell(journey.event('refused', journey.refusal));
        return;
      }
      // The application's 401, for somebody who is signed in.
      const code = journey.isChallenged ? 'CHALLENGED' : revokedBy(journey.answering ?? []);
      tell(journey.event(code === undefined ? 'sign-out' : 'revoked', { userid, code }));
    },

    challenge(event) {
      if (event.outcome === 'answered') journeyOf(event).isChallenged = true;
    },

    reply(event) {
      const journey = journeys.get(event.request);
      const code = revokedBy(event.reasons);
      if (code !== undefined || journey?.dropped !== undefined) {
        const { dropped } = journey ?? {};
        tell(journeyOf(event).event('revoked', { userid: dropped, code }));
      }
      if (journey) journey.answering = undefined;
    },
  };

  const others = {
    call(event: CallEvent) {
      if (event.stage !== 'reply') return;
      const journey = journeys.get(event.request);
      if (!journey) return;
      journey.answering = event.reasons;
      journey.isRevoked = false;
    },

    response({ request, status, userid, isChallenged }: ResponseEvent) {
      const journey = journeys.get(request);
      if (!journey) return;
      journeys.delete(request);
      if (userid !== undefined) return;
      if (journey.revocation && isChallenged) tell(journey.event('revoked', { ...journey.revocation, status }));
      else if (journey.refusal) tell(journey.event('refused', { ...journey.refusal, status }));
    },
  };

  const listeners = Object.entries({ ...stages, ...others }).map(
    ([name, listen]) => [`who:${name}`, harmless(listen as (event: unknown) => void)] as const,
  );
  for (const [name, listen] of listeners) subscribe(name, listen);
  return () => {
    for (const [name, listen] of listeners) unsubscribe(name, listen);
    journeys.clear();
  };
}

/** Of requests that nobody brings to an end, because no adapter answers them. */
const MAX_JOURNEYS = 10_000;
