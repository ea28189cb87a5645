import { describe, expect, it, vi } from 'vitest';
import { resolveOptions } from '../src/options.js';
import { circuitBreaker } from '../src/validation/circuit-breaker.js';
import { validator } from '../src/validation/validator.js';
import { CAS_URL, success } from './support.js';

// Before the package is loaded.
vi.hoisted(() => vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' }));

const NOW = Date.UTC(2026, 0, 1);

describe('where nothing outlasts a request', () => {
  it('tickets whose requests were cut off do not count against those that come', async () => {
    let answer = (): Promise<Response> => new Promise(() => {});
    const { ask } = validator(
      resolveOptions({
        casUrl: CAS_URL,
        rememberer: 'ticket',
        stateSecrets: ['a secret of thirty-two bytes, or more'],
        maxValidations: 1,
        fetch: () => answer(),
      }),
    );
    const asker = { now: () => NOW, explain: undefined, logger: { debug() {}, warn() {}, error() {} } };
    const wording = () => ({
      url: `${CAS_URL}/validate`,
      init: { method: 'GET', headers: {} } as const,
      parse: (text: string) => text.length,
    });
    void ask(wording, asker);
    answer = async () => new Response(success('u'));
    expect(await ask(wording, asker)).toBe(success('u').length);
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
