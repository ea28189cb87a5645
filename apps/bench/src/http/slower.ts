import type { Server } from 'node:http';

/**
 * For the alarm's own test: keeps the processor busy for so long at each request.
 *
 * @returns sets how long, in microseconds; at first it is nothing
 */
export function slowDown(server: Server): (microseconds: number) => void {
  let burnMs = 0;
  server.prependListener('request', () => {
    if (burnMs === 0) return;
    const end = performance.now() + burnMs;
    while (performance.now() < end);
  });
  return (microseconds) => {
    burnMs = microseconds / 1000;
  };
}
