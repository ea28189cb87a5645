import type { IncomingMessage } from 'node:http';

/** What handlers see of a request. */
export interface DevRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** A header, by its name in small letters. */
  header(name: string): string | undefined;
  cookie(name: string): string | undefined;
  /** @throws {Refusal} 413, 415 */
  form(): Promise<URLSearchParams>;
  /**
   * The body, as yet unread.
   *
   * @param isKind whether a media type will do; empty where there is none
   * @param otherwise what is said where it does not
   * @throws {Refusal} 413, 415
   */
  body(isKind: (type: string) => boolean, otherwise: string): Promise<string>;
}

/** Ends a request with an error page. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * @param maxBodyBytes what a body may have
 * @throws {Refusal} 400
 */
export function readRequest(message: IncomingMessage, maxBodyBytes: number = MAX_BODY_BYTES): DevRequest {
  const target = message.url ?? '';
  // Only the origin form: anything else (`http://…`, `*`) is not for an origin server's pages.
  if (!target.startsWith('/')) throw new Refusal(400, 'The request target has to be a path.');
  const [path = '', ...query] = target.split('?');
  const body: DevRequest['body'] = (isKind, otherwise) => readBody(message, maxBodyBytes, isKind, otherwise);
  return {
    method: message.method ?? '',
    path,
    query: new URLSearchParams(query.join('?')),
    header: (name) => message.headers[name]?.toString(),
    cookie: (name) => readCookie(message.headers.cookie, name),
    form: async () => new URLSearchParams(await body(isForm, 'The body has to be a form.')),
    body,
  };
}

const MAX_BODY_BYTES = 16 * 1024;

/**
 * A parameter's only value; nothing when it is absent or empty.
 *
 * @throws {Refusal} 400 when it is there more than once: which one counts would be a guess
 */
export function parameter(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...others] = parameters.getAll(name);
  if (others.length > 0) throw new Refusal(400, `The parameter "${name}" may be there only once.`);
  return value === '' ? undefined : value;
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

const isForm = (type: string): boolean => type === 'application/x-www-form-urlencoded';

async function readBody(
  message: IncomingMessage,
  maxBytes: number,
  isKind: (type: string) => boolean,
  otherwise: string,
): Promise<string> {
  const type = message.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!isKind(type)) throw new Refusal(415, otherwise);
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A body that is too large is read to its end all the same, and dropped: the client can then read the answer.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  if (bytes > maxBytes) throw new Refusal(413, `The body is larger than ${maxBytes} bytes.`);
  return Buffer.concat(chunks).toString('utf8');
}
