import { parentPort } from 'node:worker_threads';
import { ALGORITHMS, type CryptTask } from './algorithms/crypt.js';

// One task at a time; the answer is what the algorithm makes of it.
parentPort?.on('message', ({ algorithm, password, setting }: CryptTask) => {
  parentPort?.postMessage(ALGORITHMS[algorithm](password, setting));
});
