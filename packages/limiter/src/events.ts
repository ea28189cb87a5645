import { type Channel, channel } from 'node:diagnostics_channel';
import type { Scope } from './counting/ledger.js';

/** What a limiter does, as subscribers of the channel `who:limiter` and the option `onEvent` receive it. */
export interface LimiterEvent {
  /**
   * `failed`: a try that was wrong; `succeeded`: one that was right and counted until then; `refused`: one that has to
   * wait; `down`, `up`: the store of the counts.
   */
  readonly event: 'failed' | 'succeeded' | 'refused' | 'down' | 'up';
  /** The limiter's `namespace`. */
  readonly limiter: string;
  /** The kind of the guess: `password`, `token`, … */
  readonly kind?: string | undefined;
  /** A digest, which `limiter.idOf(name)` makes of a name: people also type passwords where names belong. */
  readonly user?: string | undefined;
  /** The address, or the addresses that count as one. */
  readonly address?: string | undefined;
  /** Whether this user has signed in from this address or device before. */
  readonly isFamiliar?: boolean | undefined;
  /** How many failures of the pair that makes, or of the device. */
  readonly failures?: number | undefined;
  /** Whose limit it is that refuses. */
  readonly scope?: Scope | undefined;
  /** How long there is to wait. */
  readonly waitSeconds?: number | undefined;
  /** Code of the store's error. */
  readonly error?: string | undefined;
}

/** Tells everybody who listens. */
export interface Events {
  /** Nobody listens: no event need be made. */
  readonly isQuiet: boolean;
  publish(event: Omit<LimiterEvent, 'limiter'>): void;
}

const events: Channel = channel('who:limiter');

/** @param failed is told when the hook fails, which must not fail a sign-in */
export function eventsOf(
  limiter: string,
  hook: ((event: LimiterEvent) => void) | undefined,
  failed: (error: unknown) => void,
): Events {
  return {
    get isQuiet() {
      return hook === undefined && !events.hasSubscribers;
    },
    publish(event) {
      const whole: LimiterEvent = { ...event, limiter };
      events.publish(whole);
      try {
        hook?.(whole);
      } catch (error) {
        failed(error);
      }
    },
  };
}
