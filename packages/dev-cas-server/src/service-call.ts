/** What came of calling a service. */
export interface ServiceAnswer {
  /** HTTP status of the service's answer. Nothing when there was none. */
  readonly status?: number | undefined;
  /** Why there was no answer. */
  readonly problem?: string | undefined;
}

/** Calls a service, follows nowhere and reads nothing but the status. Never rejects. */
export type ServiceCall = (url: URL | string, init: RequestInit) => Promise<ServiceAnswer>;

/**
 * @param timeoutMs how long a service may take
 * @param closing aborted when the server closes; ends every wait
 */
export function createServiceCall(timeoutMs: number, closing: AbortSignal): ServiceCall {
  return async (url, init) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    try {
      const signal = AbortSignal.any([late.signal, closing]);
      const response = await fetch(url, { ...init, redirect: 'manual', signal });
      await response.body?.cancel();
      return { status: response.status };
    } catch (error) {
      return { problem: describe(error) };
    } finally {
      clearTimeout(timer);
    }
  };
}

/** `fetch` hides what went wrong in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : error.message;
}
