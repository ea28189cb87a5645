import { onTestFinished } from 'vitest';
import type { CommandIo } from '../src/index.js';

/** A command that runs in this process, and ends with its test. */
export interface RunningCommand {
  readonly code: Promise<number>;
  /** Resolves when it has greeted. */
  readonly greeting: Promise<void>;
  stop(): void;
  out(): string;
  err(): string;
}

/** @param main what the package's command runs */
export function running(
  main: (argv: readonly string[], io: CommandIo) => Promise<number>,
  argv: readonly string[],
): RunningCommand {
  const stop = new AbortController();
  let [out, err] = ['', ''];
  let greeted: () => void;
  const greeting = new Promise<void>((resolve) => {
    greeted = resolve;
  });
  const code = main(argv, {
    out(text) {
      out += text;
      if (out.includes('Ctrl-C')) greeted();
    },
    err(text) {
      err += text;
    },
    stop: stop.signal,
  });
  onTestFinished(async () => {
    stop.abort();
    await code;
  });
  return { code, greeting, stop: () => stop.abort(), out: () => out, err: () => err };
}
