import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Header, HeaderList } from '@who/core';

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

/** What a client got to see. */
export interface Answer {
  readonly status: number;
  readonly message: string;
  /** Header lines as they came, names in lower case. */
  readonly lines: HeaderList;
  /** The values of a header, joined by `, `. */
  header(name: string): string | undefined;
  readonly cookies: readonly string[];
  readonly body: string;
  /** The connection ended before the response did. */
  readonly isCut: boolean;
  /** The same for all answers that came over one connection. */
  readonly connection: number | undefined;
}

/** A client of one server, with connections that are kept. */
export class Client {
  readonly #url: URL;
  readonly #patienceMs: number;
  readonly #agent: Agent;
  readonly #sockets = new Set<Socket>();

  constructor(url: string, patienceMs: number, maxSockets: number) {
    this.#url = new URL(url);
    this.#patienceMs = patienceMs;
    this.#agent = new Agent({ keepAlive: true, maxSockets });
  }

  /** Asks, and reads the answer to its end. */
  ask(asked: Asked = {}): Promise<Answer> {
    return this.within(this.#ask(asked), `an answer to ${asked.method ?? 'GET'} ${asked.path ?? '/'}`);
  }

  async #ask({ path = '/', method = 'GET', body, ...asked }: Asked): Promise<Answer> {
    const outgoing = request(this.#url, { agent: this.#agent, path, method, headers: headersOf(asked) });
    outgoing.on('error', () => {});
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const connection = incoming.socket.localPort;
    let text = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    // A server that breaks off is something to look at, not an error of the client.
    const isCut = await finished(incoming).then(
      () => false,
      () => true,
    );
    const { statusCode = 0, statusMessage = '', rawHeaders } = incoming;
    return { status: statusCode, message: statusMessage, ...readLines(rawHeaders), body: text, isCut, connection };
  }

  /** Sends requests as they are written here, and returns all that comes until the server closes the connection. */
  async raw(text: string): Promise<string> {
    const socket = this.open(text);
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    await this.within(finished(socket, { writable: false }), `the end of the answer to ${text.split('\r\n', 1)[0]}`);
    return answer;
  }

  /** A connection over which something has been sent. */
  open(text: string): Socket {
    const { hostname, port } = this.#url;
    const socket = connect(Number(port), hostname.replace(/^\[(.*)\]$/, '$1'));
    socket.on('error', () => socket.destroy());
    this.#sockets.add(socket);
    socket.write(text);
    return socket;
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
    this.#agent.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }
}

function headersOf({ headers = { Accept: 'text/html' }, user }: Asked): Record<string, string> {
  return { ...headers, ...(user === undefined ? {} : { 'X-User': user }) };
}

function readLines(raw: readonly string[]): Pick<Answer, 'lines' | 'header' | 'cookies'> {
  const lines: Header[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) lines.push([(raw[i] as string).toLowerCase(), raw[i + 1] as string]);
  const valuesOf = (wanted: string) => lines.filter(([name]) => name === wanted).map(([, value]) => value);
  return {
    lines,
    header(name) {
      const values = valuesOf(name);
      return values.length === 0 ? undefined : values.join(', ');
    },
    cookies: valuesOf('set-cookie'),
  };
}

/** A request as text, for {@link Client.raw} and {@link Client.open}. */
export function written(line: string, ...headers: readonly string[]): string {
  return [`${line} HTTP/1.1`, 'Host: localhost', 'Accept: text/html', ...headers, '', ''].join('\r\n');
}
