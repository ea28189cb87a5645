import { createLimiter } from '../src/index.js';

// A process that guesses: many at once, by one connection of its own.

export interface Order {
  readonly url: string;
  readonly user: string;
  readonly guesses: number;
}

process.once('message', async ({ url, user, guesses }: Order) => {
  let checks = 0;
  // Both processes compete for the only processors there are.
  const limiter = createLimiter({ url, timeoutMs: 20_000, whenDown: 'refuse', pair: { firstDelaySeconds: 600 } });
  const asked = Array.from({ length: guesses }, async (_, i) =>
    limiter.attempt({ address: '192.0.2.1' }, { user, secret: `${process.pid} ${i}` }, () => {
      checks++;
      return undefined;
    }),
  );
  const results = await Promise.allSettled(asked);
  const codes = results.map((one) => (one.status === 'rejected' ? one.reason.code : 'checked'));
  limiter.close();
  process.send?.({ checks, codes: [...new Set(codes)].sort() });
  process.disconnect();
});
process.send?.('ready');
