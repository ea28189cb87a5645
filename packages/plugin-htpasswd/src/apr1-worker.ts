import { parentPort } from 'node:worker_threads';
import { verifyApr1 } from './apr1.js';

/** What the worker is asked. */
export interface Apr1Question {
  readonly id: number;
  readonly password: Uint8Array;
  readonly hash: string;
}

/** What it answers. */
export interface Apr1Answer {
  readonly id: number;
  readonly matches: boolean;
}

parentPort?.on('message', ({ id, password, hash }: Apr1Question) => {
  const answer: Apr1Answer = { id, matches: verifyApr1(password, hash) };
  parentPort?.postMessage(answer);
});
