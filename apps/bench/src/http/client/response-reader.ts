/** What every answer has to be; anything else ends the measurement. */
export interface Expectation {
  /** e.g. `200` */
  readonly status: string;
  /** How the body ends. */
  readonly ending: string;
}

/**
 * Cuts what a connection delivers into responses. It knows just enough of HTTP for servers that answer one request at
 * a time with `Content-Length`, and is quick at that: the load must not be what is measured.
 */
export class ResponseReader {
  readonly #expected: Expectation;
  #pending: Buffer | undefined;
  /** The last response's length: most have the same one. */
  #usual = 0;

  constructor(expected: Expectation) {
    this.#expected = expected;
  }

  /**
   * @returns whether a response is complete
   * @throws {Error} when it is not the expected one
   */
  read(chunk: Buffer): boolean {
    const bytes = this.#pending ? Buffer.concat([this.#pending, chunk]) : chunk;
    const length = bytes.length === this.#usual ? this.#usual : lengthOf(bytes);
    if (length === undefined || bytes.length < length) {
      this.#pending = bytes;
      return false;
    }
    this.#pending = undefined;
    this.#usual = length;
    const { status, ending } = this.#expected;
    if (
      bytes.length !== length ||
      bytes.toString('latin1', 9, 12) !== status ||
      bytes.toString('latin1', length - ending.length) !== ending
    ) {
      throw new Error(`Not the answer that was expected: ${bytes.toString('latin1').slice(0, 500)}`);
    }
    return true;
  }
}

function lengthOf(bytes: Buffer): number | undefined {
  const head = bytes.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, head)) ?? [];
  if (length === undefined) throw new Error(`No Content-Length: ${bytes.toString('latin1', 0, head)}`);
  return head + 4 + Number(length);
}
