import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';

/** Where a command asks, and is answered. */
export interface PromptStreams {
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  /** Questions go here, so that a command's answer can be sent elsewhere. */
  readonly error: Writable;
}

/** Asks for secrets. They are never arguments, which every other user of the machine could read. */
export interface Prompt {
  /** Whether a person answers, who does not see what is typed. Else each answer is a line of the input. */
  readonly isTerminal: boolean;
  /** @returns `undefined` when there is no answer, and none will come: the input is over, or Ctrl-C was pressed */
  ask(question: string): Promise<string | undefined>;
}

/**
 * Has somebody ask, on a terminal without an echo, and gives back the input when he is through.
 *
 * @example
 * const { stdin: input, stderr: error } = process;
 * const secret = await withPrompt({ input, error }, ({ ask }) => ask('Secret: '));
 */
export async function withPrompt<T>({ input, error }: PromptStreams, use: (prompt: Prompt) => Promise<T>): Promise<T> {
  const isTerminal = input.isTTY === true;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: isTerminal });
  const answers = lines[Symbol.asyncIterator]();
  // Without the echo, the terminal does not see Ctrl-C either.
  lines.once('SIGINT', () => lines.close());
  try {
    return await use({
      isTerminal,
      async ask(question) {
        if (isTerminal) error.write(question);
        const { value, done } = await answers.next();
        if (isTerminal) error.write('\n');
        return done ? undefined : value;
      },
    });
  } finally {
    lines.close();
  }
}
