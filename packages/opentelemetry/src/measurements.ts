import type { Attributes } from '@opentelemetry/api';
import type { AuditEvent } from '@who/audit';
import type { ResponseEvent, StageEvent } from '@who/core';
import { instruments } from './instruments.js';
import { ATTRIBUTES, OTHER } from './names.js';
import type { Settings } from './options.js';

/**
 * Counts and measures. Attributes are names of stages and plugins, outcomes and codes: all of them come from the program and
 * its configuration, and nothing from requests.
 */
export interface Measurements {
  end(event: StageEvent): void;
  respond(event: ResponseEvent): void;
  audit(event: AuditEvent): void;
}

export function measurements({ meterProvider }: Settings): Measurements {
  const current = instruments(meterProvider);
  const code = bounded(MAX_CODES);
  const plugin = bounded(MAX_PLUGINS);
  /** The request whose failure was counted last, where its plugin failed. A request that fails ends at once. */
  let failed: { readonly request: number; readonly code: string | undefined } | undefined;

  /** Those whose breaker was open when they were last asked for something. */
  const open = new Set<string>();

  function countReasons({ stage, plugin: name, outcome, reasons }: StageEvent, attributes: Attributes): void {
    const { cacheLookups, breakerRejections, breakerOpen } = current();
    for (const { code: reason } of reasons) {
      const cache = CACHE.exec(reason)?.[1];
      if (cache !== undefined) {
        cacheLookups.add(1, { ...attributes, [ATTRIBUTES.cacheResult]: cache.toLowerCase() });
      } else if (BREAKER_OPEN.test(reason)) {
        breakerRejections.add(1, attributes);
        breakerOpen.record(1, attributes);
        open.add(name);
        return;
      }
    }
    if (!open.has(name) || (stage !== 'authenticate' && stage !== 'metadata')) return;
    const isAsked = outcome === 'answered' || reasons.some(({ code: reason }) => !NOT_ASKED.test(reason));
    if (isAsked && open.delete(name)) breakerOpen.record(0, attributes);
  }

  return {
    end(event) {
      const { request, stage, plugin: name, outcome, durationMs, code: error } = event;
      const { stageDuration, failures, challenges } = current();
      const own = { [ATTRIBUTES.plugin]: plugin(name) };
      const attributes: Attributes = { [ATTRIBUTES.stage]: stage, ...own };
      const type = error === undefined ? undefined : { [ATTRIBUTES.errorType]: code(error) };
      stageDuration.record(durationMs / 1000, { ...attributes, [ATTRIBUTES.outcome]: outcome, ...type });
      if (type) {
        failures.add(1, { ...attributes, ...type });
        failed = { request, code: error };
      }
      if (stage === 'challenge' && outcome === 'answered') challenges.add(1, own);
      countReasons(event, own);
    },

    respond({ request, code: error }) {
      if (error === undefined || (failed?.request === request && failed.code === error)) return;
      current().failures.add(1, { [ATTRIBUTES.errorType]: code(error) });
    },

    audit({ event, plugin: name, code: reason }) {
      const { signIns, signOuts, refusals, revocations } = current();
      const counter = { 'sign-in': signIns, 'sign-out': signOuts, refused: refusals, revoked: revocations }[event];
      counter.add(1, {
        ...(name !== undefined && { [ATTRIBUTES.plugin]: plugin(name) }),
        ...(reason !== undefined && { [ATTRIBUTES.code]: code(reason) }),
      });
    },
  };
}

/** Lets so many different texts through. A plugin of others might make codes of what a request holds. */
function bounded(maxTexts: number): (text: string) => string {
  const known = new Set<string>();
  return (text) => {
    if (known.has(text)) return text;
    if (known.size >= maxTexts) return OTHER;
    known.add(text);
    return text;
  };
}

const MAX_CODES = 200;
const MAX_PLUGINS = 200;

/** Codes have the prefix of their plugin, or none. */
const CACHE = /(?:^|_)CACHE_(HIT|MISS)$/;
const BREAKER_OPEN = /(?:^|_)BREAKER_OPEN$/;

/** Says nothing of a backend: it was not asked. */
const NOT_ASKED = /(?:^|_)(?:OTHER_CREDENTIALS|IMPOSSIBLE|NO_KEY)$/;
