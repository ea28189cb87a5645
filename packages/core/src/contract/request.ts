/** A request as a server's adapter hands it to the engine. Nothing in it is parsed, and an engine makes it only once. */
export interface WhoRequest {
  /** E.g. `GET`. */
  readonly method: string;
  /** The request target as it came, also inside a mounted application; neither resolved, decoded nor shortened. */
  readonly target: string;
  /** Names and values by turns, in the order in which they came, in their own case, without what has been concealed. */
  readonly headerLines: readonly string[];
  /** A header's value as the server gives it, repeated ones joined. `name` in lower case. */
  header(name: string): string | undefined;
  /** The other end of the connection. `undefined` where nobody knows: then nothing may be believed because of it. */
  readonly peer: Peer | undefined;
  /** See `exchange.connection`. */
  readonly connection: Record<symbol, unknown> | undefined;
  /** Whether trailers may arrive behind the body. */
  readonly mayHaveTrailers: boolean;
  /** What a layer above has made of the body, if it has read it: a text, bytes, or an object of a form's fields. */
  readonly parsedBody: unknown;
  /**
   * Reads the whole body, and leaves it to be read again by the application.
   *
   * @throws {WhoError} what `formTooLarge()`, `formCutOff()` and `bodyUsed()` make
   */
  peekBody(maxBytes: number): Promise<Uint8Array>;
  /** Takes headers, and trailers of these names, away from everybody who looks from here on, in all {@link spelling}s. */
  concealHeaders(names: readonly string[]): void;
  /** The same for trailers alone. */
  concealTrailers(names: readonly string[]): void;
  /** The server's own request. */
  readonly raw: object;
  /** The engine's own place, `undefined` at first. */
  journey: object | undefined;
}

/** The other end of a connection: the client, or the proxy in front. The same object for all requests of it. */
export interface Peer {
  /** `undefined` where it has none (a Unix socket) or has gone. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  /** Whether the server listens on a path. */
  readonly isUnixSocket?: boolean | undefined;
  /** What it has shown, if the server has verified it by its own rules. */
  readonly certificate?: PeerCertificate | undefined;
}

export interface PeerCertificate {
  /** SHA-256, in hexadecimal. */
  readonly fingerprint256: string;
  readonly commonName?: string | undefined;
}

/** What all spellings of a header's name have in common: what reads it may know one that what wrote it did not. */
export function spelling(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
