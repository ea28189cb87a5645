/** What came of calling an application. */
export interface ClientAnswer {
  /** HTTP status of its answer. Nothing when there was none. */
  readonly status?: number | undefined;
  /** Why there was no answer. */
  readonly problem?: string | undefined;
}

/** Calls an application, follows nowhere and reads nothing but the status. Never rejects. */
export type ClientCall = (url: URL | string, init: RequestInit) => Promise<ClientAnswer>;

/**
 * @param timeoutMs how long an application may take
 * @param closing aborted when the server closes; ends every wait
 */
export function createClientCall(timeoutMs: number, closing: AbortSignal): ClientCall {
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
