import { parentPort } from 'node:worker_threads';
import { verifyHash } from './schemes/hash.js';

/** What the worker is asked, one at a time. It answers with true or false. */
export interface CheckQuestion {
  readonly password: Uint8Array;
  readonly hash: string;
}

parentPort?.on('message', ({ password, hash }: CheckQuestion) => {
  parentPort?.postMessage(verifyHash(password, hash));
});
