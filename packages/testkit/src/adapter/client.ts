import { STATUS_CODES } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { HeaderList } from '@who/core';

/** What is asked of a server. */
export interface Asked {
  /** @default '/' */
  readonly path?: string | undefined;
  /** @default 'GET' */
  readonly method?: string | undefined;
  /** @default a page load of a browser */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Who signs in. */
  readonly user?: string | undefined;
}

/** The head of what a client got to see. */
export interface AnswerHead {
  readonly status: number;
  readonly message: string;
  /** Header lines as they came, names in lower case. */
  readonly lines: HeaderList;
  /** The values of a header, joined by `, `. */
  header(name: string): string | undefined;
  readonly cookies: readonly string[];
  /** The same for all answers that came over one connection. */
  readonly connection: number | undefined;
}

export interface Answer extends AnswerHead {
  readonly body: string;
  /** The connection ended before the response did. */
  readonly isCut: boolean;
}

/** A request that is under way. */
export interface Begun {
  /** The head, and the body that nobody has begun to read. */
  readonly answer: Promise<{ readonly head: AnswerHead; readonly body: Readable }>;
  hangUp(): void;
}

/** One version of HTTP, with connections to one server that are kept. */
export interface Protocol {
  begin(asked: Asked): Begun;
  /** Every byte of an answer, over a connection of its own. */
  text(asked: Asked): Promise<string>;
  /** Sends requests as they are written, and returns all that comes until the server closes the connection. */
  raw(text: string): Promise<string>;
  close(): void;
}

/** A client of one server, whose patience is limited. */
export class Client {
  readonly #protocol: Protocol;
  readonly #patienceMs: number;

  constructor(protocol: Protocol, patienceMs: number) {
    this.#protocol = protocol;
    this.#patienceMs = patienceMs;
  }

  /** Asks, and reads the answer to its end. */
  ask(asked: Asked = {}): Promise<Answer> {
    return this.within(read(this.begin(asked)), `an answer to ${asked.method ?? 'GET'} ${asked.path ?? '/'}`);
  }

  begin(asked: Asked): Begun {
    const begun = this.#protocol.begin(asked);
    begun.answer.catch(() => {});
    return begun;
  }

  text(asked: Asked = {}): Promise<string> {
    return this.within(this.#protocol.text(asked), 'the end of an answer');
  }

  raw(text: string): Promise<string> {
    return this.within(this.#protocol.raw(text), `the end of the answer to ${text.split('\r\n', 1)[0]}`);
  }

  /** Waits, but not for ever. */
  async within<T>(promise: Promise<T>, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Waited ${this.#patienceMs} ms for ${what}.`)), this.#patienceMs);
    });
    try {
      return await Promise.race([promise, over]);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#protocol.close();
  }
}

/**
 * Reads an answer to its end.
 *
 * @param onText told of all that has come so far
 */
export async function read({ answer }: Begun, onText: (text: string) => void = () => {}): Promise<Answer> {
  const { head, body } = await answer;
  let text = '';
  body.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    onText(text);
  });
  // A server that breaks off is something to look at, not an error of the client.
  const isCut = await finished(body, { writable: false }).then(
    () => false,
    () => true,
  );
  return { ...head, body: text, isCut };
}

/** @param lines header lines, names in lower case */
export function answerHead(
  status: number,
  lines: HeaderList,
  connection: number | undefined,
  message?: string,
): AnswerHead {
  const valuesOf = (wanted: string) => lines.filter(([name]) => name === wanted).map(([, value]) => value);
  return {
    status,
    message: message ?? STATUS_CODES[status] ?? '',
    lines,
    header(name) {
      const values = valuesOf(name);
      return values.length === 0 ? undefined : values.join(', ');
    },
    cookies: valuesOf('set-cookie'),
    connection,
  };
}

/** Header fields as a request sends them. */
export function fieldsOf({ headers = { Accept: 'text/html' }, user }: Asked): Record<string, string> {
  return { ...headers, ...(user === undefined ? {} : { 'X-User': user }) };
}
