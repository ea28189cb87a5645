const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: string } };

/**
 * Whether what a request begins comes to its end without it. In Workers it does not: timers, calls and promises go with
 * the request in which they were made, and another one that counted on them would wait for ever.
 */
export const isLasting: boolean = navigator?.userAgent !== 'Cloudflare-Workers';

/**
 * A timer that does not keep a process alive.
 *
 * @param ms milliseconds
 * @example
 * const timer = quietTimer(() => console.log('later'), 1000);
 * clearTimeout(timer);
 */
export function quietTimer(work: () => void, ms: number): NodeJS.Timeout {
  const timer = setTimeout(work, ms);
  // In Workers it may be a number.
  (timer as { unref?(): unknown }).unref?.();
  return timer;
}
