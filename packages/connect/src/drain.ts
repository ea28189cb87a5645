import type { ServerResponse } from 'node:http';

/** Who waits for a response to take more. */
export interface Drain {
  emit(): void;
  stop(): void;
}

/**
 * Finds everybody who waits for `drain`. Outer layers that transform the body (compression) keep these listeners to
 * themselves and tell them about their own stream, which knows nothing of a wait for a decision.
 */
export function watchDrain(res: ServerResponse): Drain {
  if (!Object.hasOwn(res, 'on')) return { emit: () => res.emit('drain'), stop() {} };

  const { on } = res;
  const waiting: Listener[] = [];
  const watching = function (this: ServerResponse, name: string | symbol, listener: Listener): ServerResponse {
    if (name === 'drain') waiting.push(listener);
    return on.call(this, name, listener);
  };
  res.on = watching;
  return {
    emit() {
      const reached = res.rawListeners('drain');
      res.emit('drain');
      for (const listener of waiting) if (!reached.includes(listener)) listener.call(res);
    },
    stop() {
      if (res.on === watching) res.on = on;
    },
  };
}

type Listener = Parameters<ServerResponse['on']>[1];
