/**
 * Why a plugin answered as it did, for people who look on. A constant of the plugin: what belongs to one request are
 * {@link Facts}.
 */
export interface Reason {
  /** `TICKET_TIMED_OUT` */
  readonly code: string;
  /** One sentence. `{seconds}` stands for the fact of this name. */
  readonly text: string;
  /** What can be done about it. */
  readonly hint?: string | undefined;
}

/** What is said beside a reason: numbers, names from the configuration. Never what the request holds, or a secret. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** Says why. It gives nothing back, so that a plugin with nothing to say may return it: `return exchange.explain?.(…)`. */
export type Explain = (reason: Reason, facts?: Facts) => undefined;

/**
 * The reasons that a plugin may give, by their codes.
 *
 * @example
 * const reasons = reasonsOf({
 *   NO_COOKIE: { text: 'There is no cookie {cookie}.' },
 *   TICKET_TIMED_OUT: { text: 'The ticket timed out {seconds} s ago.', hint: 'Sign in again.' },
 * });
 * const identify = (exchange: Exchange) => exchange.explain?.(reasons.TICKET_TIMED_OUT, { seconds: 340 });
 */
export function reasonsOf<const Code extends string>(
  texts: Readonly<Record<Code, Omit<Reason, 'code'>>>,
): Readonly<Record<Code, Reason>> {
  const entries = Object.entries<Omit<Reason, 'code'>>(texts).map(([code, rest]) => [code, { code, ...rest }]);
  return Object.freeze(Object.fromEntries(entries));
}
