import { Redis } from 'ioredis';
import { expect, it, vi } from 'vitest';
import { createLimiter } from '../src/index.js';

// Before the package is loaded.
vi.hoisted(() => vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' }));

it('says at start that there is no Redis in Workers', () => {
  const client = new Redis({ lazyConnect: true });
  for (const options of [{ url: 'redis://127.0.0.1' }, { client }]) {
    expect(() => createLimiter(options)).toThrow(
      expect.objectContaining({ code: 'LIMITER_UNSUPPORTED', message: expect.stringContaining('over HTTP') }),
    );
  }
  createLimiter().close();
});
