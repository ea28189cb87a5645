import { Worker } from 'node:worker_threads';
import type { CryptTask } from './algorithms/crypt.js';
import { passwordsError } from './errors.js';

/** Computes crypt(3) on threads of its own, one password on each at a time. */
export interface CheckThreads {
  /** @throws {WhoError} PASSWORDS_CHECK_FAILED, PASSWORDS_CLOSED */
  crypt(task: CryptTask): Promise<string>;
  close(): void;
}

interface Waiting {
  resolve(text: string): void;
  reject(error: Error): void;
}

/**
 * A thread starts when a check finds no idle one, so there are as many as checks have run at the same time. They keep
 * the process alive only while they work. One that has died is replaced when it is needed.
 */
export function checkThreads(start: () => Worker = startWorker): CheckThreads {
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  let isClosed = false;

  function started(): Worker {
    const worker = start();
    worker.on('message', (text: string) => {
      busy.get(worker)?.resolve(text);
      busy.delete(worker);
      worker.unref();
      idle.push(worker);
    });
    worker.on('error', (error) => stopped(worker, error));
    worker.on('exit', () => stopped(worker));
    return worker;
  }

  function stopped(worker: Worker, cause?: Error): void {
    busy.get(worker)?.reject(isClosed ? closed() : failed(cause));
    busy.delete(worker);
    const place = idle.indexOf(worker);
    if (place !== -1) idle.splice(place, 1);
  }

  return {
    crypt(task) {
      return new Promise((resolve, reject) => {
        if (isClosed) throw closed();
        const worker = idle.pop() ?? started();
        busy.set(worker, { resolve, reject });
        worker.ref();
        worker.postMessage(task);
      });
    },
    close() {
      isClosed = true;
      for (const worker of [...idle, ...busy.keys()]) void worker.terminate();
    },
  };
}

/** The same path from `src` and from `dist`: only the build makes a file that a thread can run. */
function startWorker(): Worker {
  return new Worker(new URL('../dist/check-worker.js', import.meta.url), {
    name: 'who-passwords',
    execArgv: [],
    env: {},
  });
}

const closed = () => passwordsError('PASSWORDS_CLOSED', 'Closed while a password was being checked.', { status: 503 });

const failed = (cause: Error | undefined) =>
  passwordsError(
    'PASSWORDS_CHECK_FAILED',
    'The thread that checks passwords has died; the next check starts another one.',
    { cause },
  );
