import type { Logger } from '@who/core';

/** Where and when something happened: an exchange, mostly. */
export interface Witness {
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  now(): number;
}

/** What a cache tells the operator. Each thing once while it lasts, not for every request. */
export interface Reports {
  /** The store failed. Said once for each outage. */
  failed(witness: Witness, what: string): void;
  /** The store answered: an outage, if there was one, is over. */
  answered(): void;
  /** A value is not kept or not replayed. */
  unfit(witness: Witness, what: string): void;
}

/** A store that comes and goes is reported once a minute at most. */
const OUTAGE_QUIET_MS = 60_000;
const UNFIT_QUIET_MS = 3_600_000;

export function reports(plugin: string): Reports {
  const lastMs = new Map<string, number>();
  let outageReported = false;

  /** @returns whether it was said, or had been too recently */
  function warn(witness: Witness, what: string, topic: string, quietMs: number): boolean {
    const nowMs = witness.now();
    if (nowMs - (lastMs.get(topic) ?? Number.NEGATIVE_INFINITY) < quietMs) return false;
    lastMs.set(topic, nowMs);
    witness.logger.warn(`[${plugin}] ${what}`);
    return true;
  }

  return {
    failed(witness, what) {
      if (!outageReported) outageReported = warn(witness, what, 'outage', OUTAGE_QUIET_MS);
    },
    answered() {
      outageReported = false;
    },
    unfit(witness, what) {
      warn(witness, what, what, UNFIT_QUIET_MS);
    },
  };
}
