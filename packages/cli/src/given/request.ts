import { bodyUsed, type Peer, spelling, type WhoRequest } from '@who/core';

/** A request as somebody has it in a file: without its body. */
export interface GivenRequest {
  /** @default 'GET' */
  readonly method?: string | undefined;
  /** Path and query. @default '/' */
  readonly target?: string | undefined;
  /** Names and values by turns; values as bytes, one character for each (latin1). */
  readonly headerLines: readonly string[];
}

/**
 * A request as engines take it, which came from nowhere. A plugin that wants its body fails.
 *
 * @param address where it is to have come from. @default '127.0.0.1'
 */
export function requestOf(given: GivenRequest, address = '127.0.0.1'): WhoRequest {
  return new RequestFromFile(given, { address });
}

class RequestFromFile implements WhoRequest {
  readonly method: string;
  readonly target: string;
  readonly peer: Peer;
  readonly connection: undefined;
  readonly parsedBody: undefined;
  headerLines: readonly string[];
  journey: object | undefined = undefined;

  constructor({ method = 'GET', target = '/', headerLines }: GivenRequest, peer: Peer) {
    this.method = method;
    this.target = target;
    this.headerLines = headerLines;
    this.peer = peer;
  }

  get mayHaveTrailers(): boolean {
    return false;
  }

  header(name: string): string | undefined {
    const values = this.headerLines.filter((_, i, lines) => i % 2 === 1 && lines[i - 1]?.toLowerCase() === name);
    if (FIRST_COUNTS.has(name)) return values[0];
    return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
  }

  async peekBody(): Promise<Uint8Array> {
    throw bodyUsed();
  }

  concealHeaders(names: readonly string[]): void {
    const concealed = names.map(spelling);
    this.headerLines = this.headerLines.filter(
      (_, i, lines) => !concealed.includes(spelling(lines[i - (i % 2)] as string)),
    );
  }

  concealTrailers(): void {}

  get raw(): object {
    return this;
  }
}

/** Headers that Node takes once where they come several times, and that say who it is or where it goes. */
const FIRST_COUNTS: ReadonlySet<string> = new Set([
  'authorization',
  'content-length',
  'content-type',
  'host',
  'proxy-authorization',
  'referer',
  'user-agent',
]);
