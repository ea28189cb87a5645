import { describe, expect, it, vi } from 'vitest';
import { resolveConnection } from '../../src/options/connection.js';
import { circuitBreaker } from '../../src/outbound/circuit-breaker.js';
import { connectionTo } from '../../src/outbound/connection.js';
import { baseReasons } from '../../src/reasons.js';
import { DOOR_URL, FAILURES, NAMES } from '../support.js';

// Before the package is loaded.
vi.hoisted(() => vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' }));

const NOW = Date.UTC(2026, 0, 1);

describe('where nothing outlasts a request', () => {
  it('questions whose requests were cut off do not count against those that come', async () => {
    let answer = (): Promise<Response> => new Promise(() => {});
    const settings = resolveConnection({ maxValidations: 1, fetch: () => answer() }, 'test');
    const { ask, fetchText } = connectionTo(DOOR_URL, NAMES, settings, FAILURES, baseReasons(NAMES));
    const asker = { now: () => NOW };
    const question = () => fetchText(DOOR_URL);
    void ask(asker, question);
    answer = async () => new Response('ada');
    expect(await ask(asker, question)).toBe('ada');
  });

  it('a try that was cut off is followed by another one after the pause', () => {
    const breaker = circuitBreaker({ maxFailures: 1, pauseMs: 10_000 });
    breaker.failed(NOW);
    expect(breaker.waitMs(NOW + 10_000)).toBe(0);
    breaker.asking(NOW + 10_000);
    expect(breaker.waitMs(NOW + 19_999)).toBe(1000);
    expect(breaker.waitMs(NOW + 20_000)).toBe(0);
  });
});
