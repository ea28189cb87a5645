import { Worker } from 'node:worker_threads';
import type { Apr1Answer, Apr1Question } from './apr1-worker.js';
import { htpasswdError } from './errors.js';

/** Checks apr1 passwords on a thread of its own. */
export interface Apr1Thread {
  /** @throws {WhoError} HTPASSWD_CHECK_FAILED, HTPASSWD_CLOSED */
  verify(password: Uint8Array, hash: string): Promise<boolean>;
  close(): void;
}

/**
 * The thread starts at the first check, and again at the next one after it has died. It keeps the process alive only
 * while a check is running.
 */
export function apr1Thread(start: () => Worker = startWorker): Apr1Thread {
  const waiting = new Map<number, { resolve: (matches: boolean) => void; reject: (error: Error) => void }>();
  let worker: Worker | undefined;
  let lastId = 0;
  let isClosed = false;

  function running(): Worker {
    if (worker) return worker;
    const started = start();
    started.on('message', ({ id, matches }: Apr1Answer) => {
      waiting.get(id)?.resolve(matches);
      waiting.delete(id);
      if (waiting.size === 0) started.unref();
    });
    started.on('error', (error) => stopped(started, error));
    started.on('exit', () => stopped(started));
    worker = started;
    return started;
  }

  function stopped(which: Worker, cause?: Error): void {
    if (worker !== which) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(isClosed ? closed() : failed(cause));
    waiting.clear();
  }

  return {
    verify(password, hash) {
      return new Promise((resolve, reject) => {
        if (isClosed) throw closed();
        const thread = running();
        const question: Apr1Question = { id: ++lastId, password, hash };
        waiting.set(question.id, { resolve, reject });
        thread.ref();
        thread.postMessage(question);
      });
    },
    close() {
      isClosed = true;
      void worker?.terminate();
    },
  };
}

/** The same path from `src` and from `dist`: only the build makes a file that a thread can run. */
function startWorker(): Worker {
  return new Worker(new URL('../dist/apr1-worker.js', import.meta.url), {
    name: 'who-htpasswd-apr1',
    execArgv: [],
    env: {},
  });
}

const closed = () => htpasswdError('HTPASSWD_CLOSED', 'Closed while a password was being checked.', { status: 503 });

const failed = (cause: Error | undefined) =>
  htpasswdError(
    'HTPASSWD_CHECK_FAILED',
    'The thread that checks apr1 passwords has died; the next check starts it again.',
    {
      cause,
    },
  );
