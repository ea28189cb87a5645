import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Expectation, ResponseReader } from './response-reader.js';

/** One keep-alive connection that asks, waits for the answer, and asks again. */
export class Connection {
  readonly #port: number;
  readonly #reader: ResponseReader;
  #socket: Socket | undefined;
  #answered: (error?: Error) => void = () => undefined;

  constructor(port: number, expected: Expectation) {
    this.#port = port;
    this.#reader = new ResponseReader(expected);
  }

  async open(): Promise<void> {
    if (this.#socket && !this.#socket.destroyed) return;
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    socket.on('data', (chunk) => {
      try {
        if (this.#reader.read(chunk)) this.#answered();
      } catch (error) {
        socket.destroy();
        this.#answered(error as Error);
      }
    });
    socket.on('close', () => this.#answered(new Error('The server has closed the connection.')));
    socket.on('error', () => undefined);
    this.#socket = socket;
  }

  /** Calls back once, with an error when the answer is not the expected one. */
  send(request: Buffer, answered: (error?: Error) => void): void {
    this.#answered = (error) => {
      this.#answered = () => undefined;
      answered(error);
    };
    this.#socket?.write(request);
  }

  close(): void {
    this.#socket?.destroy();
  }
}
