import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Core, pinned } from './pinning.js';

/** A process that answers questions, one after the other. */
export interface Child<Question, Answer> {
  readonly pid: number;
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly args?: readonly string[] | undefined;
  /** What runs it. @default this Node */
  readonly program?: string | undefined;
  /** For Node itself, e.g. `--expose-gc`. */
  readonly flags?: readonly string[] | undefined;
  /** Where it runs; anywhere by default. */
  readonly core?: Core | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** No question takes longer. */
const ANSWER_MS = 300_000;

/** Starts a file of this application (`http/serve.js`) that ends with `answering(…)`. */
export function startChild<Question extends object, Answer>(
  file: string,
  { args = [], program = process.execPath, flags = [], core, env = {} }: ChildOptions = {},
): Child<Question, Answer> {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const [command, ...words] = pinned([program, ...flags, path, ...args], core);
  const child = spawn(command, words, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.setMaxListeners(0);
  return {
    pid: child.pid ?? 0,
    ask: (question) => ask<Question, Answer>(child, file, question),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function ask<Question extends object, Answer>(child: ChildProcess, file: string, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error(`${file} does not answer.`))), ANSWER_MS);
    const onMessage = (message: { answer: Answer } | { error: string }): void =>
      settle(() => ('error' in message ? reject(new Error(`${file}: ${message.error}`)) : resolve(message.answer)));
    const onExit = (): void => settle(() => reject(new Error(`${file} has ended.`)));
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      how();
    };
    const onError = (error: Error): void => settle(() => reject(error));
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    if (child.exitCode !== null) onExit();
    else child.send(question, (error) => error && onError(error));
  });
}
