import type { Server } from 'node:http';
import { answering } from '../processes/answering.js';
import { listen } from './listen.js';
import { slowDown } from './slower.js';

/** One server in a process of its own: `serve.js who`. */
export type Question = Record<string, never>;

export interface Answer {
  readonly url: string;
  /** Processor time of all threads since the start. */
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
}

const { start } = (await import(`./servers/${process.argv[2]}.js`)) as { start(): Server | Promise<Server> };
const server = await start();
slowDown(server, Number(process.env['BENCH_SLOWER'] ?? 0));
const url = await listen(server);

answering((_question: Question): Answer => {
  const { user, system } = process.cpuUsage();
  return { url, cpuMicroseconds: user + system, rssBytes: process.memoryUsage.rss() };
});
