import type { Socket } from 'node:net';

/** Looks now and then whether an operation on a socket takes too long, which costs operations less than timers of their own. */
export interface Watch {
  /** An operation begins that has to be over by then. */
  begin(untilMs: number): void;
  end(): void;
}

/**
 * The process stays alive while operations are under way on the socket, and for a moment after.
 *
 * @param look is told the time, and says until when the present operation may take, if there is one
 */
export function watchOver(socket: Socket, look: (nowMs: number) => number | undefined): Watch {
  let timer: NodeJS.Timeout | undefined;
  let nextMs = 0;
  socket.unref();

  function tick(): void {
    timer = undefined;
    const untilMs = look(performance.now());
    if (untilMs === undefined) socket.unref();
    else lookAgain(untilMs);
  }

  function lookAgain(untilMs: number): void {
    const nowMs = performance.now();
    const afterMs = Math.min(MOMENT_MS, Math.max(0, Math.ceil(untilMs - nowMs)));
    nextMs = nowMs + afterMs;
    timer = setTimeout(tick, afterMs).unref();
  }

  return {
    begin(untilMs) {
      if (timer && nextMs <= untilMs) return;
      if (timer === undefined) socket.ref();
      clearTimeout(timer);
      lookAgain(untilMs);
    },
    end() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

const MOMENT_MS = 500;
