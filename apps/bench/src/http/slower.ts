import type { Server } from 'node:http';

const WINDOW = 500;

/**
 * For the alarm's own test: makes each request cost so much more of the processor than it does, e.g. 0.3 for 30 %.
 * What it costs is found out as requests go by.
 */
export function slowDown(server: Server, part: number): void {
  if (!(part > 0)) return;
  let [requests, burntMicroseconds, burnMicroseconds] = [0, 0, 0];
  let cpu = process.cpuUsage();
  server.prependListener('request', () => {
    const started = performance.now();
    while ((performance.now() - started) * 1000 < burnMicroseconds);
    burntMicroseconds += burnMicroseconds;
    if (++requests < WINDOW) return;
    const { user, system } = process.cpuUsage(cpu);
    burnMicroseconds = (part * Math.max(0, user + system - burntMicroseconds)) / requests;
    [requests, burntMicroseconds] = [0, 0];
    cpu = process.cpuUsage();
  });
}
