import type { Server } from 'node:http';
import { answering } from '../processes/answering.js';
import type { BunListener } from './bun.js';
import { holdTick } from './hold-tick.js';
import { listen } from './listen.js';
import { slowDown } from './slower.js';

/** One server in a process of its own: `serve.js who`, or `serve.js koa/bare koa/who`, where the second is loaded only. */
export interface Question {
  /** Makes every request from now on cost so much more of the processor. */
  readonly burnMicroseconds?: number | undefined;
}

export interface Answer {
  readonly url: string;
  /** Processor time of all threads since the start. */
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
}

type Started = Server | BunListener;

const [server, beside] = process.argv.slice(2);
holdTick();
if (beside !== undefined) await import(`./servers/${beside}.js`);
const { start } = (await import(`./servers/${server}.js`)) as {
  start(): Started | Promise<Started>;
};
const started = await start();
const isSlowed = process.env['BENCH_SLOWER'] !== undefined;
const burn = isSlowed && 'listen' in started ? slowDown(started) : undefined;
const url = 'listen' in started ? await listen(started) : started.url.origin;

answering(({ burnMicroseconds }: Question): Answer => {
  if (burnMicroseconds !== undefined) burn?.(burnMicroseconds);
  const { user, system } = process.cpuUsage();
  return { url, cpuMicroseconds: user + system, rssBytes: process.memoryUsage.rss() };
});
